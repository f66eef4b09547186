import { type Hex } from "../../src/core/hex.ts";
import { organisationId } from "../../src/core/ids.ts";
import { type BundleSources, type Question } from "../../src/evidence/bundle.ts";
import { grants } from "../../src/ledger/grant/tables.ts";
import { type Line, type VersionLine } from "../../src/proof/lines.ts";
import { type Belief } from "../../src/proof/trust.ts";
import { type Random } from "../faults/random.ts";
import { type FileDigest } from "../../src/proof/version.ts";
import { type Grounded, onClique, onPinned, onQbft, onWitnesses } from "./grounds.ts";
import { type Evidence, read } from "./sample.ts";

/** A good bundle, from which the bad ones are made. */
export interface Base {
  name: string;
  lines: Line[];
  trust: object;
  files: FileDigest[];
}

/** The same bundle on grounds of the reader's choice. */
export function regrounded(base: Base, lines: Line[], random: Random): Base {
  const [where, { lines: grounded, believe }] = random.pick(grounds(lines, []).slice(1));
  return {
    ...base,
    name: `${base.name}, of another history, on ${where}`,
    lines: grounded,
    trust: { ...base.trust, believe },
  };
}

/** The same sample bundles on every kind of ground. */
export async function bases(e: Evidence): Promise<Base[]> {
  const all: Base[] = [];
  for (const [what, question, sources] of await questions(e)) {
    const lines = read(await e.lines(question, sources));
    const files = filesOf(lines);
    for (const [where, { lines: grounded, believe }] of grounds(lines, e.trust.believe)) {
      const trust = { ...e.trust, believe };
      all.push({ name: `${what} on ${where}`, lines: grounded, trust, files });
    }
  }
  return all;
}

type Asked = [name: string, question: Question, sources?: Partial<BundleSources>];

async function questions(e: Evidence): Promise<Asked[]> {
  const version = e.named("meteorology/weather-daily@1");
  const committed = e.versions.find((v) => v.committed)!;
  const recalled = e.versions.find((v) => v.recalled)!;
  const grant = (await e.g.index.rows.range(grants, { limit: 1 }))[0]!.key as Hex;
  const of = (...subjects: Hex[]): Question => ({ of: subjects.sort(), scope: null });
  const lineage = (root: Hex, up: number | null, down: number | null): Question => ({
    of: [],
    scope: { root, up, down },
  });
  return [
    ["a version", of(version.id)],
    ["a version, its payloads hidden", of(version.id), { shows: () => false }],
    ["a committed version, opened", of(committed.id), { opened: (id) => opened(e, id) }],
    ["a recalled version", of(recalled.id)],
    ["two versions", of(recalled.id, version.id)],
    ["a grant", of(grant)],
    ["a dataset", of(version.dataset)],
    ["an organisation", of(organisationId("transport"))],
    ["a lineage", lineage(version.id, null, null)],
    ["the way to the sources", lineage(recalled.id, 1, 0)],
    ["a version, before it was", { ...of(version.id), asOf: version.block - 1 }],
    ["nothing", of(`0x04${"5a".repeat(31)}`)],
    ["everything", { of: "city", scope: null }],
  ];
}

function opened({ g, versions }: Evidence, id: Hex): VersionLine["opened"] {
  const { content } = versions.find((v) => v.id === id)!;
  const { content: own, salt } = g.secrets.openingOf(content)!;
  return { sha256: own.sha256, size: own.size, salt };
}

function filesOf(lines: readonly Line[]): FileDigest[] {
  const [version] = lines.filter((line): line is VersionLine => line.is === "version");
  if (!version) return [];
  const { sha256, size } = version.opened ?? { sha256: version.content, size: 1 };
  return [{ name: "own.csv", sha256, size }];
}

function grounds(lines: readonly Line[], pinned: Belief[]): [string, Grounded][] {
  const own = { lines: [...lines], believe: pinned };
  if (lines.length > 100) return [["a pinned block", own]];
  const [qbft, witnessed] = [onQbft(lines, 0), onWitnesses(lines, 0, 7)];
  return [
    ["a pinned block", own],
    ["a later pinned block", onPinned(lines, 2)],
    ["QBFT", qbft],
    ["QBFT in round 3", onQbft(lines, 3)],
    ["Clique", onClique(lines, 6)],
    ["witnesses", witnessed],
    ["witnesses of a log that begins later", onWitnesses(lines, 100, 30)],
    ["QBFT or others", { ...qbft, believe: [...pinned, ...witnessed.believe, ...qbft.believe] }],
  ];
}
