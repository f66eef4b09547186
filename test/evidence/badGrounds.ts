import { hexOf } from "../../src/proof/bytes.ts";
import { type HeaderLine, type Line } from "../../src/proof/lines.ts";
import { type Belief } from "../../src/proof/trust.ts";
import { type Outcome } from "../../src/proof/outcome.ts";
import {
  cosignature,
  type Grounded,
  noteKey,
  onClique,
  onQbft,
  onWitnesses,
  qbftHeader,
  witnesses,
} from "./grounds.ts";
import { readHeader } from "../../src/proof/header.ts";

type Bad = [why: string, outcome: Outcome, grounds: Grounded];

/** Grounds that look well and must not carry, each for one reason alone. */
export function badGrounds(lines: readonly Line[]): Bad[] {
  return [
    ["half of the signers are no majority", "not-trusted", halfTheSigners(lines)],
    ["a signer who was not yet in force", "not-trusted", tooEarly(lines)],
    ["a validator who was not yet in force", "not-trusted", tooEarlyInQbft(lines)],
    ["the same validator twice", "not-trusted", sameSealTwice(lines)],
    ["one witness by two names", "not-trusted", oneWitnessTwice(lines)],
    ["a block in another block's place", "tampered", inAnotherPlace(lines)],
    ["a log that says not where it begins", "tampered", renamedLog(lines, "suyuan/sample/blocks")],
    ["a log of another name", "not-trusted", renamedLog(lines, null)],
  ];
}

const believing = (grounded: Grounded, change: object): Grounded => ({
  ...grounded,
  believe: grounded.believe.map((belief): Belief => ({ ...belief, ...change })),
});

function halfTheSigners(lines: readonly Line[]): Grounded {
  const { lines: all, believe } = onClique(lines, 1);
  return believing({ lines: all, believe }, { depth: 1 });
}

function tooEarly(lines: readonly Line[]): Grounded {
  const grounded = onClique(lines, 6);
  const [belief] = grounded.believe as (Belief & { kind: "clique" })[];
  const eras = belief!.eras.map((era) => (era.signers.length > 1 ? { ...era, from: era.from + 1 } : era));
  const swapped = eras.map((era) =>
    era.from === 0 ? { ...era, signers: era.signers.map(() => `0x${"00".repeat(20)}`) } : era,
  );
  return believing(grounded, { eras: swapped });
}

function tooEarlyInQbft(lines: readonly Line[]): Grounded {
  const grounded = onQbft(lines, 0);
  const [belief] = grounded.believe as (Belief & { kind: "qbft" })[];
  return believing(grounded, {
    eras: belief!.eras.map((era) => (era.signers.length > 1 ? { ...era, from: era.from + 1 } : era)),
  });
}

function sameSealTwice(lines: readonly Line[]): Grounded {
  const grounded = onQbft(lines, 0);
  const first = grounded.lines.find((line): line is HeaderLine => line.is === "header")!;
  const rlp = hexOf(qbftHeader(readHeader(first.rlp).fields, ["north", "north", "east", "east"]));
  return { ...grounded, lines: grounded.lines.map((line) => (line === first ? { ...first, rlp } : line)) };
}

function renote(grounded: Grounded, how: (text: string) => string): Grounded {
  const lines = grounded.lines.map((line): Line => {
    if (line.is !== "checkpoint") return line;
    return { ...line, note: how(line.note.slice(0, line.note.lastIndexOf("\n\n") + 1)) };
  });
  return { ...grounded, lines };
}

function oneWitnessTwice(lines: readonly Line[]): Grounded {
  const [one] = witnesses;
  const grounded = onWitnesses(lines, 0, 7);
  const alias = { ...noteKey(one!), name: "alias" };
  const doubled = believing(grounded, { witnesses: [noteKey(one!), alias] });
  return renote(
    doubled,
    (text) => `${text}\n${cosignature(one!, text)}${cosignature(one!, text, 1_800_000_000, "alias")}`,
  );
}

/** Of a log that begins with 3 what would be true of one that begins with 0. */
function inAnotherPlace(lines: readonly Line[]): Grounded {
  return renamedLog(lines, "suyuan/sample/blocks-from-3");
}

function renamedLog(lines: readonly Line[], origin: string | null): Grounded {
  const grounded = onWitnesses(lines, 0, 7);
  const name = origin ?? "suyuan/other/blocks-from-0";
  const renamed = renote(grounded, (own) => {
    const text = own.replace(/^.*\n/, `${name}\n`);
    return `${text}\n${witnesses.map((w) => cosignature(w, text)).join("")}`;
  });
  return origin === null ? renamed : believing(renamed, { origin });
}
