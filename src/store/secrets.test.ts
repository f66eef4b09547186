import { expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/folder.ts";
import { contentOf } from "../../test/support/samples.ts";
import { type Content } from "../core/action.ts";
import { keccak } from "../core/hash.ts";
import { concat, fromHex, type Hex } from "../core/hex.ts";
import { openLevel } from "./open.ts";
import { Secrets } from "./secrets.ts";

const [patients, taxes]: Hex[] = [`0x03${"11".repeat(31)}`, `0x03${"22".repeat(31)}`];
const commit = (c: Content, salt: Uint8Array) => ({
  sha256: keccak(concat(salt, fromHex(c.sha256))),
  sm3: keccak(concat(salt, fromHex(c.sm3))),
});
const commitText = (text: string, salt: Uint8Array) => keccak(concat(salt, Buffer.from(text)));
const open = async (folder: string) =>
  new Secrets(await openLevel(folder), { content: commit, text: commitText });
const content = contentOf("content");

test("the same content of the same dataset is committed alike, before it is on disk and after a restart", async () => {
  const folder = temporaryFolder();
  const secrets = await open(folder);
  const first = secrets.commit(patients!, content);
  expect(secrets.commit(patients!, content)).toEqual(first);
  await secrets.sync();
  expect(secrets.commit(patients!, content)).toEqual(first);
  await secrets.close();
  const again = await open(folder);
  expect(again.commit(patients!, content)).toEqual(first);
  expect(await again.commitmentsOf(content.sha256)).toEqual([first.sha256]);
  await again.close();
});

test("other datasets, other contents and other gateways have salts of their own", async () => {
  const [one, two] = [await open(temporaryFolder()), await open(temporaryFolder())];
  const all = [
    one.commit(patients!, content),
    one.commit(taxes!, content),
    one.commit(patients!, contentOf("other")),
    two.commit(patients!, content),
  ];
  expect(new Set(all.map((c) => c.sha256)).size).toBe(4);
  expect(all.flatMap((c) => [c.sha256, c.sm3])).not.toContain(content.sha256);
  await one.sync();
  expect((await one.commitmentsOf(content.sha256)).sort()).toEqual([all[0]!.sha256, all[1]!.sha256].sort());
  for (const secrets of [one, two]) await secrets.close();
});

test("a salt that never reached the disk is forgotten with the process", async () => {
  const folder = temporaryFolder();
  const secrets = await open(folder);
  const lost = secrets.commit(patients!, content);
  await secrets.close();
  const again = await open(folder);
  expect(again.commit(patients!, content)).not.toEqual(lost);
  expect(await again.commitmentsOf(content.sha256)).toEqual([]);
  await again.close();
});

test("what another gateway opened is kept, beside a salt of one's own for the same content", async () => {
  const folder = temporaryFolder();
  const secrets = await open(folder);
  const openingWith = (byte: string) => {
    const salt: Hex = `0x${byte.repeat(32)}`;
    return { dataset: patients!, content, salt, commitment: secrets.commitmentTo({ content, salt }) };
  };
  const [first, second] = [openingWith("01"), openingWith("02")];
  await secrets.keep(first);
  expect(secrets.commit(patients!, content)).toEqual(first.commitment);
  await secrets.keep(second);
  await secrets.keep(second);
  await secrets.close();
  const again = await open(folder);
  for (const one of [first, second]) expect(again.openingOf(one.commitment.sha256)).toEqual(one);
  expect(again.commit(patients!, content)).toEqual(first.commitment);
  expect(new Set(await again.commitmentsOf(content.sha256)).size).toBe(2);
  await again.close();
});

test("a text of one scope is committed alike, kept after a restart, and forgotten with a refusal", async () => {
  const folder = temporaryFolder();
  const secrets = await open(folder);
  const { texts } = secrets;
  const first = texts.commit(patients!, "why");
  expect(texts.commit(patients!, "why")).toBe(first);
  expect(texts.commit(taxes!, "why")).not.toBe(first);
  expect(texts.openingOf(first)).toBeUndefined();
  await secrets.sync();
  expect(texts.openingOf(first)).toMatchObject({ text: "why" });
  const refused = () => secrets.attempt(() => (texts.commit(patients!, "refused"), fail()));
  expect(refused).toThrow("refused");
  expect(texts.pending().writes).toEqual([]);
  await texts.keep({ text: "another's", salt: `0x${"01".repeat(32)}` });
  await secrets.close();
  const again = await open(folder);
  expect(again.texts.commit(patients!, "why")).toBe(first);
  const fromAnother = again.texts.commitmentTo({ text: "another's", salt: `0x${"01".repeat(32)}` });
  expect(again.texts.openingOf(fromAnother)).toMatchObject({ text: "another's" });
  await again.close();
});

function fail(): never {
  throw new Error("refused");
}
