import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { WRITES } from "../../store/open.ts";
import { readSealed, writeSealed } from "../../store/sealed.ts";
import { configFrom } from "../../config.ts";
import { openGateway } from "../../gateway.ts";
import { Random, seedFrom } from "../../../test/faults/random.ts";
import { afterFile, temporaryFolder } from "../../../test/support/folder.ts";
import { Given } from "../../../test/support/given.ts";
import { rescan } from "../../chain/embedded/journal.ts";
import { INDEX_FORMAT } from "../../indexer/index.ts";
import { DataDirectory } from "../dataDirectory.ts";
import { FORMAT, migrate } from "../migrations.ts";
import { readRestores } from "../restored.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { places, treatmentOf } from "./places.ts";
import { restoreBackup } from "./restore.ts";
import { backUpDirectory } from "./still.ts";
import { writeBackup } from "./write.ts";

const seed = seedFrom();
console.log(`backup.test seed ${seed} (SUYUAN_SEED repeats it)`);

let given: Given;
let data: string;
let hot: string;
let folder: string;

const after = afterFile();

beforeAll(async () => {
  folder = temporaryFolder(after);
  given = await Given.city(["weather"], {}, after);
  data = given.gateway.config.data;
  await given.domain("climate");
  await given.dataset("weather/people", "climate", { personal: true });
  const [one] = await given.versions("weather/people", [{ text: "one" }, { text: "two" }]);
  // As pasted from a document: a line end to some readers, and no control character.
  const note = "two\u2028lines";
  await given.done("withdraw-version", "weather", [{ version: one, reason: "other", note }]);
  hot = join(folder, "hot");
  given.gateway.backups.begin(hot);
  await given.gateway.backups.idle();
});

const filesUnder = (top: string) =>
  readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile())
    .map((e) => relative(top, join(e.parentPath, e.name)));

const restore = (backup: string, to: string, oldGatewayIsDead = false) =>
  restoreBackup({ backup, data: to, oldGatewayIsDead });

describe("a backup of a running gateway", () => {
  test("knows everything that lies in its data directory", () => {
    const stores = Object.keys(places).filter((name) => !name.includes(".") && !name.includes("/"));
    const unknown = filesUnder(data)
      .filter((path) => !stores.includes(path.slice(0, path.indexOf("/"))))
      .filter((path) => !path.startsWith("chain/dumps/") && treatmentOf(path) === undefined);
    expect(unknown).toEqual([]);
  });

  test("holds journals, salts, keys and what the directory says of itself, and not the index", () => {
    const { files, block, sealed, chain, directory } = readManifest(hot);
    const paths = files.map(({ path }) => path);
    expect(paths.slice(0, 4)).toEqual([
      "outbox/journal",
      "chain/journal",
      "operations.entries",
      "secrets.entries",
    ]);
    for (const path of [
      "keys/weather.json",
      "keys/passphrase",
      "ledger.json",
      "suyuan.json",
      "chain/chain.json",
    ])
      expect(paths).toContain(path);
    expect(paths.filter((p) => /^index|lease|lock|dumps|node\.json/.test(p))).toEqual([]);
    expect({ sealed, chain, format: directory.format }).toEqual({
      sealed: false,
      chain: "embedded",
      format: FORMAT,
    });
    expect(block).toEqual({ number: given.gateway.index.final, hash: given.gateway.index.head!.hash });
    expect(filesUnder(folder).filter((p) => p.includes(".partial"))).toEqual([]);
  });

  test("sealed, has nothing that opens the keys", async () => {
    const sealed = join(folder, "sealed");
    given.gateway.backups.begin(sealed, true);
    await given.gateway.backups.idle();
    const paths = filesUnder(sealed);
    expect(paths.filter((p) => /passphrase|admin/.test(p))).toEqual([]);
    expect(paths).toContain("data/keys/weather.json");
  });

  test.each([
    ["where something is", () => hot, "BACKUP_TARGET_TAKEN"],
    ["inside the data directory", () => join(data, "backups"), "INPUT_NOT_VALID"],
    ["in a folder that is not there", () => join(folder, "no", "such"), "INPUT_NOT_VALID"],
  ])("is not written %s", (_, target, code) => {
    expect(() => given.gateway.backups.begin(target())).toThrow(expect.objectContaining({ code }) as Error);
  });

  test("is refused when a link among its keys leads nowhere, before anything is held", () => {
    const link = join(data, "keys", "elsewhere.json");
    symlinkSync(join(folder, "not-mounted", "elsewhere.json"), link);
    try {
      const begin = () => given.gateway.backups.begin(join(folder, "without-keys"));
      expect(begin).toThrow(expect.objectContaining({ code: "KEY_FILES_MISSING" }));
    } finally {
      rmSync(link);
    }
  });

  test("is written one at a time", async () => {
    const { backups } = given.gateway;
    backups.begin(join(folder, "first"));
    expect(() => backups.begin(join(folder, "second"))).toThrow(
      expect.objectContaining({ code: "BACKUP_RUNNING" }) as Error,
    );
    await backups.idle();
    expect(existsSync(join(folder, "first", "manifest.json"))).toBe(true);
  });

  test("is not begun by an API key alone: the request lies in the data directory", () => {
    const { backups } = given.gateway;
    expect(() => backups.beginRequested("r1")).toThrow("r1");
    const request = { id: "r1", target: join(folder, "requested"), sealed: false };
    writeFileSync(join(data, "backup.request"), JSON.stringify(request));
    expect(() => backups.beginRequested("r2")).toThrow("r2");
    expect(backups.beginRequested("r1")).toMatchObject({ state: "writing", target: request.target });
    return backups.idle();
  });
});

describe("a restored directory", () => {
  let to: string;
  beforeAll(async () => {
    to = join(folder, "restored");
    await restore(hot, to);
  });

  test("is another one, marked in its journal and beside it, with the blocks it had", () => {
    const id = (path: string) =>
      (JSON.parse(readFileSync(join(path, "suyuan.json"), "utf8")) as { id: string }).id;
    expect(id(to)).not.toBe(id(data));
    const scan = (path: string, bytes: Buffer) => rescan(join(path, "chain/journal"), bytes.length);
    const [old, now] = [data, to].map((p) => scan(p, readFileSync(join(p, "chain/journal"))));
    expect(now!.blocks.map((b) => b.hash)).toEqual(old!.blocks.map((b) => b.hash));
    const after = old!.blocks.length - 1;
    expect(old!.forks).toEqual([]);
    expect(now!.forks.map((f) => f.after)).toEqual([after]);
    const { id: backup } = readManifest(hot);
    expect(readRestores(to)).toMatchObject([{ backup, chain: "embedded", block: { number: after } }]);
  });

  test("goes on: its salts open, its operations answer, new ids are far from those it may have lost", async () => {
    const g = await openGateway(configFrom({ data: to, city: "sample" }, {}), () => undefined);
    try {
      const { outbox, index } = given.gateway;
      const all = await outbox.list({ limit: 1_000 });
      expect(await g.outbox.list({ limit: 1_000 })).toEqual(all);
      expect(g.index.head).toEqual(index.head);
      const opening = [...(await given.gateway.secrets.store.iterator().all())];
      expect(await g.secrets.store.iterator().all()).toEqual(opening);
      const key = g.keyring.named("data-bureau")!.address;
      const { actionNamed } = await import("../../ledger/definitions.ts");
      const domain = { code: "new", name: { zh: "新", en: "New" } };
      const [fresh] = await g.desk.submit(actionNamed("register-domain")!, key, [domain]);
      expect(Number.parseInt(fresh!.id.slice(3), 36)).toBeGreaterThan(36 ** 5);
      expect(g.sources.restores()).toHaveLength(1);
    } finally {
      await g.close();
    }
  });

  test("is backed up and restored again, and says so twice", async () => {
    const second = join(folder, "second-backup");
    await backUpDirectory(configFrom({ data: to }, {}), { target: second, sealed: false });
    const again = join(folder, "again");
    mkdirSync(again);
    await restore(second, again);
    expect(readRestores(again).map((r) => r.backup)).toEqual([hot, second].map((b) => readManifest(b).id));
    const journal = join(again, "chain/journal");
    expect(rescan(journal, readFileSync(journal).length).forks).toHaveLength(2);
  });

  test("holds one moment: what is done while a backup is written is not in it", async () => {
    const { gateway } = given;
    const [head, operations] = [gateway.index.head!, await gateway.outbox.list({ limit: 1_000 })];
    const cut = gateway.backups.cut(false);
    await given.versions("weather/people", [{ text: "later" }]);
    await given.domain("later");
    expect(gateway.index.head!.number).toBeGreaterThan(head.number);
    const target = join(folder, "moment");
    await writeBackup(cut, target).finally(() => cut.release());
    expect(readManifest(target).block!.number).toBe(head.number);
    const to = join(folder, "moment-restored");
    await restore(target, to);
    const g = await openGateway(configFrom({ data: to, city: "sample" }, {}), () => undefined);
    try {
      expect(g.index.head).toEqual(head);
      expect(await g.outbox.list({ limit: 1_000 })).toEqual(operations);
      expect(await g.secrets.store.keys({ gt: WRITES }).all()).toHaveLength(4);
    } finally {
      await g.close();
    }
  });
});

describe("a backup that is not whole is refused and nothing is written", () => {
  const random = new Random(seed);
  const place = () => join(folder, `place-${random.below(2 ** 31)}`);
  const spoilt = (spoil: (backup: string) => void): string => {
    const copy = join(folder, `copy-${random.below(2 ** 31)}`);
    cpSync(hot, copy, { recursive: true });
    spoil(copy);
    return copy;
  };
  const refused = async (backup: string) => {
    const to = place();
    const error: unknown = await restore(backup, to).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: "BACKUP_DAMAGED" });
    expect(existsSync(to)).toBe(false);
    expect(existsSync(`${to}.restoring`)).toBe(false);
    return (error as { details: { value: string; reason: string } }).details;
  };

  test("a flipped bit in any file is found, and the file is named", async () => {
    const files = filesUnder(hot);
    expect(files.length).toBeGreaterThan(12);
    for (const file of files) {
      const copy = spoilt((backup) => flip(join(backup, file), random));
      const { value } = await refused(copy);
      expect(value.endsWith(file), `${value} for ${file} (seed ${seed})`).toBe(true);
    }
  });

  test("a file that is missing, cut short, or too many", async () => {
    const [path] = (readManifest(hot) as Manifest).files.map((f) => f.path);
    const file = (backup: string) => join(backup, "data", path!);
    expect((await refused(spoilt((b) => rmSync(file(b))))).reason).toContain("missing");
    const cut = (b: string) => writeFileSync(file(b), readFileSync(file(b)).subarray(1));
    expect((await refused(spoilt(cut))).reason).toContain("instead of");
    const more = (b: string) => writeFileSync(join(b, "data", "keys", "thief.json"), "{}");
    expect((await refused(spoilt(more))).value).toContain("thief.json");
  });

  test("a folder whose writing never ended", async () => {
    expect((await refused(spoilt((b) => rmSync(join(b, "manifest.json"))))).reason).toContain("never ended");
    expect((await refused(join(folder, "nowhere"))).reason).toContain("nothing there");
  });

  test.each([
    ["a folder with something in it", (to: string) => (mkdirSync(to), writeFileSync(join(to, "x"), "")), "x"],
    ["a file", (to: string) => writeFileSync(to, ""), "file"],
  ])("nor is anything restored onto %s", async (_, make, says) => {
    const to = place();
    make(to);
    const error = await restore(hot, to).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: "RESTORE_TARGET_NOT_EMPTY" });
    expect((error as Error).message).toContain(says);
  });
});

function flip(file: string, random: Random): void {
  const bytes = readFileSync(file);
  bytes[random.below(bytes.length)]! ^= 1 << random.below(8);
  writeFileSync(file, bytes);
}

describe("an older directory", () => {
  const copyOf = (name: string): string => {
    const copy = join(folder, name);
    cpSync(join(folder, "restored"), copy, { recursive: true });
    return copy;
  };
  const edit = (file: string, change: object) => {
    writeSealed(file, { ...readSealed<object>(file), ...change });
  };
  const open = (path: string) => openGateway(configFrom({ data: path }, {}), () => undefined);

  test("of format 1 is brought to the present one when it is opened", () => {
    const path = copyOf("format-1");
    edit(join(path, "suyuan.json"), { format: 1 });
    const directory = DataDirectory.open(path, "sample");
    directory.close();
    const { format } = JSON.parse(readFileSync(join(path, "suyuan.json"), "utf8")) as { format: number };
    expect([format, directory.description.format]).toEqual([FORMAT, FORMAT]);
  });

  test("takes every step in order, noted one by one, so that a kill in between goes on", () => {
    const done: number[] = [];
    const written: number[] = [];
    const step = (from: number) => ({ from, why: "", run: () => void done.push(from) });
    const old = { format: 2, id: "x", city: "sample", founded: null } as const;
    const now = migrate("", old, (d) => void written.push(d.format), [1, 2, 3].map(step));
    expect([now.format, done, written]).toEqual([4, [2, 3], [3, 4]]);
  });

  test.each([0, FORMAT + 1, 1.5, "2"])("of format %s is refused", (format) => {
    const path = copyOf(`format-${format}`);
    edit(join(path, "suyuan.json"), { format });
    expect(() => DataDirectory.open(path, "sample")).toThrow(`its format is ${format}`);
  });

  test.each([
    [1, "begin a new ledger in another data directory"],
    [3, "a later version made it"],
  ])("with a chain of format %i is refused, and told what to do", async (format, says) => {
    const path = copyOf(`chain-${format}`);
    edit(join(path, "chain/chain.json"), { format });
    await expect(open(path)).rejects.toThrow(says);
  });

  test("with an index of another format has it made anew", async () => {
    const path = copyOf("index-0");
    const first = await open(path);
    const { head } = first.index;
    await first.index.store.batch([
      { type: "del", key: "format!format" },
      { type: "put", key: "version!junk", value: "{}" },
    ]);
    await first.close();
    const log: string[] = [];
    const again = await openGateway(configFrom({ data: path }, {}), (event) => void log.push(event));
    try {
      expect(log).toContain("index.outdated");
      expect(again.index.head).toEqual(head);
      expect(again.index.store.getSync("version!junk")).toBeUndefined();
      expect(again.index.store.getSync("format!format")).toBe(String(INDEX_FORMAT));
    } finally {
      await again.close();
    }
  });

  test("with an outbox record of a later version is refused, not read past", async () => {
    const { Journal } = await import("../../outbox/journal.ts");
    const path = copyOf("outbox-later");
    const journal = await Journal.open(join(path, "outbox/journal"), () => undefined);
    await journal.append({ t: "prophecy" });
    await journal.close();
    await expect(open(path)).rejects.toThrow("prophecy");
  });
});
