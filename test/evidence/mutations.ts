import { bytesOf, hexOf, joined, keccak, utf8 } from "../../src/proof/bytes.ts";
import { readHeader } from "../../src/proof/header.ts";
import { hashOfBlock } from "../../src/proof/belief.ts";
import { VERSION_PUBLISHED } from "../../src/proof/lineage.ts";
import { decodeRlp, encodeRlp, type Rlp } from "../../src/proof/rlp.ts";
import { type Hex } from "../../src/core/hex.ts";
import { type Random } from "../faults/random.ts";
import { anyPlace, indicesOf, otherThan, type Draft, type Loose } from "./draft.ts";
import { cosignature, sealBy, signers, witnesses } from "./grounds.ts";

/** Changes a draft in place; what it finds nothing to change in, it leaves. `others` are lines of other bundles. */
export type Mutation = (draft: Draft, random: Random, others: readonly Loose[][]) => void;

function change(kind: string, how: (line: Loose, random: Random, draft: Draft) => void): Mutation {
  return (draft, random) => {
    const places = indicesOf(draft.lines, kind);
    if (places.length > 0) how(draft.lines[random.pick(places)]!, random, draft);
  };
}

/** Every trie node, changed as one list and put back in the order of their hashes. */
function nodes(how: (nodes: Hex[], random: Random, others: readonly Loose[][]) => Hex[]): Mutation {
  return (draft, random, others) => {
    const places = indicesOf(draft.lines, "nodes");
    if (places.length === 0) return;
    const all = places.flatMap((at) => draft.lines[at]!["nodes"] as Hex[]);
    const keyed = how(all, random, others).map((node): [string, Hex] => [hexOf(keccak(bytesOf(node))), node]);
    const sorted = keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, node]) => node);
    const lines: Loose[] = [];
    for (let i = 0; i < sorted.length; i += 100) lines.push({ is: "nodes", nodes: sorted.slice(i, i + 100) });
    draft.lines.splice(places[0]!, places.length, ...lines);
  };
}

const nodesOf = (lines: readonly Loose[]) =>
  lines.flatMap((line) => (line["is"] === "nodes" ? (line["nodes"] as Hex[]) : []));

/** The RLP of a header, or of a part of it, taken apart and put together. */
function header(how: (fields: Rlp[], random: Random) => void): Mutation {
  return change("header", (line, random, draft) => {
    const fields = decodeRlp(bytesOf(line["rlp"] as Hex)) as Rlp[];
    how(fields, random);
    line["rlp"] = hexOf(encodeRlp(fields));
    if (random.chance(0.7)) renamed(draft);
  });
}

/** The first line made to name the first header, whatever that is now. */
function renamed(draft: Draft): void {
  const first = draft.lines.find(({ is }) => is === "header");
  try {
    const made = readHeader(first!["rlp"] as Hex);
    draft.lines[0]!["at"] = { block: made.number, hash: hashOfBlock(made) };
  } catch {
    // It is no header any more.
  }
}

/** QBFT's extra data taken apart. */
function extra(how: (items: Rlp[], random: Random) => void): Mutation {
  return header((fields, random) => {
    try {
      const items = decodeRlp(fields[12] as Uint8Array) as Rlp[];
      how(items, random);
      fields[12] = encodeRlp(items);
    } catch {
      fields[12] = Uint8Array.from({ length: random.below(200) }, () => random.below(256));
    }
  });
}

function note(how: (note: string, random: Random) => string): Mutation {
  return change("checkpoint", (line, random) => {
    line["note"] = how(line["note"] as string, random);
  });
}

const between = (list: unknown[], random: Random) => random.below(list.length + 1);

export const structural: Record<string, Mutation> = {
  field(draft, random) {
    const [holder, name] = anyPlace(random.pick(draft.lines), random);
    holder[name] = otherThan(holder[name], random);
  },
  memberGone: ({ lines }, random) => {
    const line = random.pick(lines);
    delete line[random.pick(Object.keys(line))];
  },
  memberMore: ({ lines }, random) => {
    random.pick(lines)[random.pick(["payload", "payloadHash", "zz", "__proto", "\ud800"])] = "0x00";
  },
  lineGone: ({ lines }, random) => void lines.splice(random.below(lines.length), 1),
  lineTwice: ({ lines }, random) => {
    const at = random.below(lines.length);
    lines.splice(at, 0, structuredClone(lines[at]!));
  },
  linesSwapped: ({ lines }, random) => {
    const [a, b] = [random.below(lines.length), random.below(lines.length)];
    [lines[a], lines[b]] = [lines[b]!, lines[a]!];
  },
  spliced: ({ lines }, random, others) => {
    const line = structuredClone(random.pick(random.pick(others)));
    const same = indicesOf(lines, line["is"] as string);
    if (same.length > 0) lines[random.pick(same)] = line;
    else lines.splice(between(lines, random), 0, line);
  },
  tailOfAnother: ({ lines }, random, others) => {
    const other = random.pick(others);
    const kind = random.pick(["fact", "nodes", "header"]);
    const tail = other.slice(other.findIndex(({ is }) => is === kind));
    const from = lines.findIndex(({ is }) => is === kind);
    if (from >= 0) lines.splice(from, lines.length, ...structuredClone(tail));
  },
  opening: change("bundle", (line, random) => {
    const [holder, name] = anyPlace(line, random);
    holder[name] = otherThan(holder[name], random);
  }),
  asOf: change("bundle", (line, random) => {
    line["asOf"] = Math.max(0, (line["asOf"] as number) - random.below(100));
  }),
  scope: change("bundle", (line, random, { lines }) => {
    const subjects = lines.flatMap((l) => (l["is"] === "subjects" ? (l["subjects"] as Hex[]) : []));
    const depth = () => random.pick([null, 0, 1, 2, 1_000_000, 1_000_001]);
    const root = random.chance(0.9) && subjects.length > 0 ? random.pick(subjects) : `0x04${"11".repeat(31)}`;
    line["scope"] = random.chance(0.1) ? null : { root, up: depth(), down: depth() };
  }),
  factsHidden: (draft, random) => {
    const facts = indicesOf(draft.lines, "fact");
    if (facts.length > 0) draft.lines.splice(random.pick(facts), 1 + random.below(3));
  },
  subjectGone: change("subjects", (line, random, draft) => {
    const all = line["subjects"] as Hex[];
    const [gone] = all.splice(random.below(all.length), 1);
    const isLeft = (l: Loose) =>
      l["is"] !== "fact" || (l["subjects"] as Hex[]).some((s) => all.includes(s) && s !== gone);
    if (random.chance(0.7)) draft.lines = draft.lines.filter(isLeft);
  }),
  subjectMore: change("subjects", (line, random) => {
    const hidden: Hex = `0x${random.pick(["03", "04"])}${"5a".repeat(31)}`;
    line["subjects"] = [...(line["subjects"] as Hex[]), hidden].sort();
  }),
  payloadHidden: change("fact", (line, random) => {
    const payload = line["payload"];
    if (typeof payload !== "string") return;
    delete line["payload"];
    line["payloadHash"] = hexOf(keccak(random.chance(0.8) ? bytesOf(payload as Hex) : utf8("other")));
  }),
  state: change("fact", (line, random) => {
    const bits = random.pick(["4000", "0020", "0010", "0400", "0000"]);
    line["states"] = `0x${(line["states"] as string).slice(2).replace(/^..../, bits)}`;
  }),
  nodeGone: nodes((all, random) => all.filter((_, i) => i !== random.below(all.length))),
  nodeMore: nodes((all, random, others) => [...all, random.pick(nodesOf(random.pick(others)))]),
  nodeRandom: nodes((all, random) => [...all, hexOf(utf8(`node ${random.next()}`))]),
  nodeOther: nodes((all, random) => {
    const at = random.below(all.length);
    return all.with(at, otherThan(all[at], random) as Hex).filter((n) => /^0x([0-9a-f]{2})*$/.test(n));
  }),
  /** A part of a node, as if it were a node. */
  nodePart: nodes((all, random) => {
    const items = decodeRlp(bytesOf(random.pick(all))) as Rlp[];
    return [...all, hexOf(encodeRlp(random.pick(items)))];
  }),
  /** Well made, of a version that nobody published. */
  versionForged: (draft, random) => {
    const { lines } = draft;
    const at = lines.findIndex(({ is }) => is === "version");
    if (at < 0) return;
    const made = { ...lines[at]!, run: hexOf(keccak(utf8(`run ${random.next()}`))), opened: null };
    const parts = ["dataset", "content", "run", "parentsHash", "underHash"] as const;
    const id = keccak(joined(...parts.map((part) => bytesOf((made as Loose)[part] as Hex))));
    const forged = { ...made, id: `0x04${hexOf(id).slice(2, 64)}` };
    lines.splice(forged.id > (lines[at]!["id"] as string) ? at + 1 : at, random.below(2), forged);
    if (random.chance(0.5)) draft.files.splice(0);
  },
  versionMore: ({ lines }, random) => {
    const version = lines.find(({ is }) => is === "version");
    if (version) lines.splice(between(lines, random), 0, { ...version, run: `0x07${"22".repeat(31)}` });
  },
  opened: change("version", (line, random) => {
    const sha256 = line["content"];
    line["opened"] = random.chance(0.5) ? null : { sha256, size: random.below(9), salt: sha256 };
  }),
};

/** Another history, for states and proofs of its own (reproved.ts). */
export const ofHistory: Record<string, Mutation> = {
  ...Object.fromEntries(
    (
      ["asOf", "scope", "factsHidden", "subjectGone", "subjectMore", "payloadHidden", "versionMore"] as const
    ).map((name) => [name, structural[name]!]),
  ),
  state: structural["state"]!,
  lastState: ({ lines }, random) => {
    const at = indicesOf(lines, "fact").at(-1);
    const bits = random.pick(["4000", "0020", "0010", "0400", "0430", "4420", "0002"]);
    if (at !== undefined) lines[at]!["states"] = `0x${bits.repeat((lines[at]!["subjects"] as Hex[]).length)}`;
  },
  subjectsOfFact: change("fact", (line, random, { lines }) => {
    const subjects = lines.flatMap((l) => (l["is"] === "subjects" ? (l["subjects"] as Hex[]) : []));
    const own = [...(line["subjects"] as Hex[])];
    if (random.chance(0.4)) own.splice(random.below(own.length), 1);
    else own.splice(between(own, random), 0, random.pick<Hex>([...subjects, `0x04${"5a".repeat(31)}`]));
    line["subjects"] = own;
    line["states"] = `0x${"0002".repeat(own.length)}`;
  }),
  published: change("fact", (line) => {
    line["kind"] = VERSION_PUBLISHED;
  }),
  writerOther: change("fact", (line, random, { trust }) => {
    const known = (trust["contracts"] as { address: Hex }[]).map(({ address }) => address);
    line["writer"] = random.pick([...known, `0x${"66".repeat(20)}`]);
  }),
  factLine: change("fact", (line, random) => {
    const name = random.pick(["organisation", "drill", "key", "payload", "time", "sequence", "block"]);
    line[name] = otherThan(line[name], random);
  }),
};

export const ofGrounds: Record<string, Mutation> = {
  headerField: header((fields, random) => {
    const at = random.pick([0, 3, 8, 11, 12, 13, 14]);
    const bytes = Uint8Array.from(fields[at] as Uint8Array);
    if (bytes.length > 0) bytes[random.below(bytes.length)]! ^= 1 << random.below(8);
    fields[at] = bytes;
  }),
  headerFields: header((fields, random) => {
    if (random.chance(0.5)) fields.push(...Array.from({ length: random.below(12) }, () => Uint8Array.of(1)));
    else fields.splice(between(fields, random), 1);
  }),
  headerInList: header((fields, random) => void (fields[random.below(fields.length)] = [])),
  headerGone: (draft, random) => {
    const places = indicesOf(draft.lines, "header");
    if (places.length > 0) draft.lines.splice(random.pick(places), 1);
    if (random.chance(0.5)) renamed(draft);
  },
  headerLonger: change("header", (line) => (line["rlp"] = `${line["rlp"] as string}00`)),
  sealGone: extra((items, random) => void (items[4] as Rlp[]).splice(random.below(3), 1 + random.below(2))),
  sealTwice: extra((items, random) => {
    const seals = items[4] as Rlp[];
    seals[random.below(3)] = seals[random.below(3)]!;
  }),
  sealChanged: extra((items, random) => {
    const seal = Uint8Array.from((items[4] as Uint8Array[])[random.below(3)]!);
    const at = random.pick([0, 31, 32, 63, 64]);
    seal[at] = random.pick([0, 1, 2, 3, 4, 27, 255, seal[at]! ^ 1]);
    (items[4] as Rlp[])[random.below(3)] = random.chance(0.1) ? seal.subarray(1) : seal;
  }),
  sealZero: extra((items, random) => void (items[4] = [new Uint8Array(65).fill(random.pick([0, 255]))])),
  sealForeign: extra((items, random) => {
    (items[4] as Rlp[]).push(sealBy(random.pick([...signers, "nobody"]), keccak(utf8("another block"))));
  }),
  roundOther: extra((items, random) => {
    items[3] = random.pick([
      Uint8Array.of(),
      Uint8Array.of(0),
      Uint8Array.of(1),
      new Uint8Array(5).fill(1),
      [],
    ]);
  }),
  extraOther: extra((items, random) => {
    const at = random.below(5);
    items[at] = random.pick<Rlp>([[], new Uint8Array(), [[]], [new Uint8Array(20)], new Uint8Array(32)]);
    if (random.chance(0.1)) items.push([]);
  }),
  checkpointField: change("checkpoint", (line, random) => {
    line["leaf"] = (line["leaf"] as number) + random.pick([-1, 1, 64]);
  }),
  proofOther: change("checkpoint", (line, random) => {
    const proof = line["proof"] as Hex[];
    if (random.chance(0.4)) proof.splice(random.below(proof.length), 1);
    else if (random.chance(0.5)) proof.splice(between(proof, random), 0, `0x${"77".repeat(32)}`);
    else proof[random.below(proof.length)] = `0x${"78".repeat(32)}`;
  }),
  cosignatureGone: note((text, random) => {
    const lines = text.split("\n");
    const own = lines.flatMap((line, at) => (line.startsWith("—") ? [at] : []));
    return lines.filter((_, at) => at !== own[0] && (at !== own[1] || random.chance(0.5))).join("\n");
  }),
  cosignatureAgain: note((text, random) => {
    const name = random.pick([...witnesses, "nobody"]);
    const body = text.slice(0, text.lastIndexOf("\n\n") + 1);
    return text + cosignature(name, random.chance(0.5) ? body : `${body}x`, random.pick([0, 1, 2 ** 48]));
  }),
  noteOther: note((text, random) => {
    const at = random.below(text.length);
    const odd = [
      "\n",
      " ",
      "\t",
      "\u0085",
      "\u00a0",
      "\ufeff",
      "\u001c",
      "+",
      "=",
      "A",
      "é",
      "😀",
      "\ud800",
      "",
    ];
    return text.slice(0, at) + random.pick(odd) + text.slice(at + random.below(2));
  }),
  noteLines: note((text, random) => {
    const lines = text.split("\n");
    const odd = [
      "",
      "extension",
      "— x AAAA",
      "— x AAAAAAA=",
      "— x AAAAAAAB",
      "— x AAAAAAB=",
      "--",
      "0",
      "007",
    ];
    lines.splice(random.below(lines.length), random.below(2), random.pick(odd));
    return lines.join("\n");
  }),
  checkpointTwice: ({ lines }, random) => {
    const line = lines.find(({ is }) => is === "checkpoint");
    if (!line) return;
    const other = {
      ...line,
      note: random.chance(0.5) ? "none" : (line["note"] as string).replace(/harbour.*\n/, ""),
    };
    lines.push(...(random.chance(0.5) ? [other] : Array.from({ length: 101 }, () => other)));
  },
};
