import { describe, expect, test } from "vitest";
import { type Hex } from "../../src/core/hex.ts";
import { organisationId } from "../../src/core/ids.ts";
import { type Question } from "../../src/evidence/bundle.ts";
import { grants } from "../../src/ledger/grant/tables.ts";
import { bytesOf, hexOf, joined, keccak } from "../../src/proof/bytes.ts";
import { type FactLine, type Line, type VersionLine } from "../../src/proof/lines.ts";
import { afterFile } from "../support/folder.ts";
import { judge, read, sampleEvidence, sealed } from "./sample.ts";

const e = sampleEvidence(afterFile());

const isFact = (line: Line): line is FactLine => line.is === "fact";

const questions: [string, () => Promise<Question> | Question][] = [
  ["a version's history", () => of(e.named("meteorology/weather-daily@1").id)],
  ["a dataset's versions", () => of(e.named("meteorology/weather-daily@1").dataset)],
  ["an organisation's facts", () => of(organisationId("transport"))],
  ["a grant's story", async () => of((await e.g.index.rows.range(grants, { limit: 1 }))[0]!.key as Hex)],
  ["a lineage both ways", () => lineage("meteorology/weather-daily@1", null, null)],
  ["where something came from", () => lineage(deepest(), null, 0)],
  ["everything", () => ({ of: "city", scope: null })],
];

const of = (subject: Hex): Question => ({ of: [subject], scope: null });
const lineage = (name: string, up: number | null, down: number | null): Question => ({
  of: [],
  scope: { root: e.named(name).id, up, down },
});
const deepest = () => e.versions.filter((v) => v.parents.length > 1).at(-1)!.name;

describe.each(questions)("%s", (_, question) => {
  test("holds as it is", async () => {
    const lines = await e.lines(await question());
    const { reason, about } = judge(lines, e.trust);
    expect(reason).toBeNull();
    expect(about!.facts).toBe(read(lines).filter(isFact).length);
    expect(about!.facts).toBeGreaterThan(0);
  });

  test("one fact hidden, renamed or moved is seen, wherever it is", async () => {
    const lines = read(await e.lines(await question()));
    const places = lines.flatMap((line, at) => (isFact(line) ? [at] : []));
    for (const at of sample(places, 60)) {
      const fact = lines[at] as FactLine;
      const hidden = lines.filter((line) => line !== fact);
      const renamed = lines.with(at, { ...fact, organisation: fact.organisation + 1 });
      const said = lines.with(at, { ...fact, states: flipped(fact.states) });
      const moved = isFact(lines[at + 1]!) ? lines.with(at, lines[at + 1]!).with(at + 1, fact) : hidden;
      for (const forged of [hidden, renamed, said, moved]) {
        const { outcome } = judge(sealed(forged), e.trust);
        expect(["incomplete", "tampered", "not-trusted"], `${at}: ${outcome}`).toContain(outcome);
      }
    }
  });
});

function flipped(states: Hex): Hex {
  const last = Number.parseInt(states.at(-1)!, 16) ^ 1;
  return `${states.slice(0, -1)}${last.toString(16)}` as Hex;
}

/** So many of them, spread evenly, the first and the last among them. */
function sample<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, i) => all[Math.floor((i * (all.length - 1)) / (most - 1))]!);
}

describe("a branch of the lineage", () => {
  test("left out whole, with all its facts and its subject, is seen", async () => {
    const whole = read(await e.lines(lineage("meteorology/weather-daily@1", null, null)));
    const root = e.named("meteorology/weather-daily@1").id;
    const subjects = whole.flatMap((line) => (line.is === "subjects" ? line.subjects : []));
    const branch = subjects.filter((id) => id.startsWith("0x04") && id !== root);
    expect(branch.length).toBeGreaterThan(3);
    for (const gone of branch) {
      const left = subjects.filter((id) => id !== gone);
      const kept = whole.flatMap((line): Line[] => {
        if (line.is === "subjects") return [{ ...line, subjects: left }];
        return isFact(line) && !line.subjects.some((id) => left.includes(id)) ? [] : [line];
      });
      expect(["incomplete", "tampered"]).toContain(judge(sealed(kept), e.trust).outcome);
    }
  });

  test("what is not there is shown not to be there, and a fact cannot be hidden behind that", async () => {
    const nowhere: Hex = `0x04${"5a".repeat(31)}`;
    expect(judge(await e.lines(of(nowhere)), e.trust).outcome).toBe("absent");
    const version = e.named("meteorology/weather-daily@1").id;
    const empty = read(await e.lines(of(version))).filter((line) => !isFact(line));
    expect(judge(sealed(empty), e.trust).outcome).toBe("incomplete");
  });
});

describe("a version that nobody published", () => {
  const content: Hex = `0x${"ab".repeat(32)}`;
  const forged = (dataset: Hex): VersionLine => {
    const [run, parentsHash, underHash] = [content, content, content];
    return { is: "version", id: idOf(dataset), dataset, content, run, parentsHash, underHash, opened: null };
  };
  const idOf = (dataset: Hex): Hex => {
    const parts = [dataset, content, content, content, content].map(bytesOf);
    return `0x04${hexOf(keccak(joined(...parts))).slice(2, 64)}`;
  };

  test("lends its content to no bundle, whatever else the bundle shows", async () => {
    const { id, dataset } = e.named("meteorology/weather-daily@1");
    const file = { name: "forged.csv", sha256: content, size: 3 };
    for (const question of [of(id), of(dataset)]) {
      const lines = read(await e.lines(question));
      const at = lines.findIndex(({ is }) => is === "fact");
      const own = lines.filter(({ is }) => is === "version") as VersionLine[];
      const opened = [...own, forged(dataset)].sort((a, b) => (a.id < b.id ? -1 : 1));
      const told = lines.slice(0, at).filter(({ is }) => is !== "version");
      const forgery = sealed([...told, ...opened, ...lines.slice(at)]);
      expect(judge(forgery, e.trust, [file]).outcome).toBe("incomplete");
    }
  });

  test("does not exist, when its history is told as well", async () => {
    const { dataset } = e.named("meteorology/weather-daily@1");
    const lines = read(await e.lines({ of: [dataset, idOf(dataset)].sort(), scope: null }));
    const at = lines.findIndex(({ is }) => is === "fact");
    const forgery = sealed([...lines.slice(0, at), forged(dataset), ...lines.slice(at)]);
    const file = { name: "forged.csv", sha256: content, size: 3 };
    expect(judge(forgery, e.trust, [file])).toMatchObject({ outcome: "absent", reason: null });
  });
});

describe("several versions at once", () => {
  test("are what the worst of them is", async () => {
    const recalled = e.versions.find((v) => v.recalled)!;
    const of = [recalled.id, e.named("meteorology/weather-daily@1").id].sort();
    const conclusion = judge(await e.lines({ of, scope: null }), e.trust);
    expect(conclusion).toMatchObject({ outcome: "recalled", about: { root: null } });
  });
});

describe("as of an earlier block", () => {
  test("an answer has what was there then, and proves it by what is there now", async () => {
    const { id, block } = e.named("meteorology/weather-daily@1");
    const then = judge(await e.lines({ ...of(id), asOf: block }), e.trust);
    expect(then).toMatchObject({ outcome: "current", about: { asOf: block } });
    const before = judge(await e.lines({ ...of(id), asOf: block - 1 }), e.trust);
    expect(before.outcome).toBe("absent");
  });
});
