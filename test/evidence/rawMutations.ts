import { type Hex } from "../../src/core/hex.ts";
import { anyPlace, otherThan, type Loose } from "./draft.ts";
import { type Mutation } from "./mutations.ts";
import { type Random } from "../faults/random.ts";

/** Of the finished bytes, whose last line then no longer fits: parsers must agree all the same. */
function raw(how: (bytes: Buffer, random: Random) => Buffer): Mutation {
  return (draft, random) => void draft.raw.push((bytes) => how(bytes, random));
}

/** One line's text; the first more often, since it is read by rules of its own. */
function oneLine(how: (line: string, random: Random) => string): Mutation {
  return raw((bytes, random) => {
    const lines = bytes.toString("utf8").split("\n");
    const at = random.chance(0.3) ? 0 : random.below(lines.length - 1);
    return Buffer.from(lines.with(at, how(lines[at]!, random)).join("\n"));
  });
}

const inserted = (bytes: Buffer, at: number, more: Buffer) =>
  Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)]);

export const ofBytes: Record<string, Mutation> = {
  bitFlipped: raw((bytes, random) => {
    const at = random.below(bytes.length);
    bytes[at]! ^= 1 << random.below(8);
    return bytes;
  }),
  cutOff: raw((bytes, random) => bytes.subarray(0, random.below(bytes.length))),
  cutAtLine: raw((bytes, random) => bytes.subarray(0, bytes.indexOf(10, random.below(bytes.length)) + 1)),
  appended: raw((bytes, random) =>
    Buffer.concat([bytes, Buffer.from(random.pick(["\n", "x", '{"is":"end"}\n', "\u0000", " "]))]),
  ),
  twice: raw((bytes) => Buffer.concat([bytes, bytes])),
  notUtf8: raw((bytes, random) => {
    const odd = random.pick([[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xef, 0xbb, 0xbf], [0xf8], [0]]);
    return inserted(bytes, random.chance(0.3) ? 0 : random.below(bytes.length), Buffer.from(odd));
  }),
  spaces: oneLine((line, random) => {
    const at = random.pick([0, 1, line.length, random.below(line.length + 1)]);
    return line.slice(0, at) + random.pick([" ", "\r", "\t", "\u00a0", "\ufeff"]) + line.slice(at);
  }),
  /** The first member last: the same object in another order. */
  membersTurned: oneLine((line) => line.replace(/^\{("\w+":[^,{}[]+),(.+)\}$/, "{$2,$1}")),
  memberTwice: oneLine((line, random) => {
    const name = random.pick(["is", "format", "version", "block", "subjects"]);
    return line.replace("{", `{"${name}":${random.pick(["1", "2", '"suyuan-bundle"', '"fact"', "null"])},`);
  }),
  numberOther: oneLine((line, random) => {
    const odd = [
      "1.0",
      "1e0",
      "-0",
      "01",
      "1E400",
      "+1",
      ".5",
      "NaN",
      "Infinity",
      "9".repeat(400),
      "true",
      '"1"',
    ];
    return line.replace(/(?<=":)\d+(?=[,}])/, random.pick(odd));
  }),
  versionOther: oneLine((line, random) =>
    line.replace(
      '"version":1',
      `"version":${random.pick(["2", "1.0", "1.5", "true", "null", "9999999999999999999"])}`,
    ),
  ),
  escaped: oneLine((line) => line.replace('"is"', '"\\u0069s"')),
  upperCase: oneLine((line, random) => (random.chance(0.5) ? line.toUpperCase() : line.replace("0x", "0X"))),
  foreign: oneLine((_, random) =>
    random.pick([
      ...[
        "",
        "null",
        "[]",
        "{}",
        "1",
        '"x"',
        "%PDF-1.7",
        "{",
        '{"is":"end"}',
        '{"is":"bundle"}',
        '{"is":["bundle"]}',
      ],
      ...[
        '{"format":"suyuan-bundle"}',
        '{"format":"other","is":"bundle"}',
        '{"is":"toString"}',
        '{"__proto__":1}',
      ],
      ...[
        "[".repeat(100),
        `${"[".repeat(400)}${"]".repeat(400)}`,
        `${"[".repeat(5_000)}${"]".repeat(5_000)}`,
      ],
      ...[
        `"${"x".repeat(1 << 20)}"`,
        "x".repeat((1 << 20) + 1),
        `"${"x".repeat(1_100)}"`,
        "😀".repeat(300_000),
      ],
    ]),
  ),
  endOther: (draft, random) => {
    draft.end = random.pick<Loose>([
      { lines: draft.lines.length + 1 },
      { sha256: `0x${"00".repeat(32)}` },
      { is: "fin" },
    ]);
  },
};

/** Of whom the auditor believes, and what the auditor has in hand. */
export const ofAuditor: Record<string, Mutation> = {
  trustField: ({ trust }, random) => {
    const [holder, name] = anyPlace(trust, random);
    holder[name] = otherThan(holder[name], random);
  },
  trustMember: ({ trust }, random) => {
    if (random.chance(0.5)) trust["more"] = 1;
    else delete trust[random.pick(Object.keys(trust))];
  },
  contractGone: ({ trust }, random) => {
    const contracts = trust["contracts"];
    if (Array.isArray(contracts) && contracts.length > 0) contracts.splice(random.below(contracts.length), 1);
  },
  contractTwice: ({ trust }) => {
    const contracts = trust["contracts"] as Loose[];
    contracts.push({ ...contracts[0], role: "datasets" });
  },
  roleOther: ({ trust }, random) => {
    const contracts = trust["contracts"] as Loose[];
    random.pick(contracts)["role"] = random.pick(["datasets", "spine", "x".repeat(32), "角".repeat(11)]);
  },
  noDatasets: ({ trust }) => {
    for (const contract of trust["contracts"] as Loose[])
      if (contract["role"] === "datasets") contract["role"] = "d";
  },
  nobodyBelieved: ({ trust }) => void (trust["believe"] = []),
  moreBelieved: ({ trust }, random) => {
    const eras = [{ from: 0, signers: [] }];
    const more = random.pick<Loose>([
      { kind: "qbft", eras, quorum: 1 },
      { kind: "clique", eras, depth: 0 },
      { kind: "clique", eras: [...eras, ...eras], depth: 0 },
      { kind: "witnesses", origin: "x", witnesses: [], quorum: 1 },
      { kind: "block", number: 0, hash: `0x${"00".repeat(32)}` },
      { kind: "pope" },
    ]);
    (trust["believe"] as Loose[]).splice(random.below(2), 0, more);
  },
  quorumOther: ({ trust }, random) => {
    const [belief] = trust["believe"] as Loose[];
    if (belief && "quorum" in belief) belief["quorum"] = random.pick([0, 1, 2, 3, 4, 10_001]);
    else if (belief && "depth" in belief) belief["depth"] = random.pick([0, 1, 2, 9]);
  },
  fileOther: ({ files, lines }, random) => {
    const version = lines.find(({ is }) => is === "version");
    const opened = (version?.["opened"] ?? null) as Loose | null;
    const content = (opened?.["sha256"] ?? version?.["content"] ?? `0x${"33".repeat(32)}`) as Hex;
    const sha256: Hex = random.chance(0.7) ? content : `0x${"44".repeat(32)}`;
    files.push({ name: "in-hand.csv", sha256, size: random.below(9) });
  },
};
