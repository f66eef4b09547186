import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, test } from "vitest";

const SRC = join(import.meta.dirname, "../src");

interface Import {
  from: string;
  /** A file under src/, or a package. */
  to: string;
  typeOnly: boolean;
}

/** Rooms by height: a room sees the rooms below its own, never one beside or above it, but for `beside`. */
const tiers = [
  ["core"],
  ["ledger"],
  ["chain", "store", "proof", "exchange", "content"],
  ["outbox", "indexer", "evidence"],
  ["http", "ops"],
  ["cli"],
];

/** Neighbours, or files of theirs, that may be seen, one way. */
const beside: Record<string, string[]> = {
  outbox: ["indexer"],
  evidence: ["indexer"],
  chain: ["store/durable.ts", "store/sealed.ts", "store/storage.ts"],
};

/** Data and pipelines beside src/ that one file may import. */
const sample = { folder: "../sample/", seenBy: ["ops/sampleCity.ts", "ops/sample/"] };

/** The client's rooms: they run outside the gateway and see only what is pure. */
const clients: Record<string, string[]> = {
  sdk: ["core", "ledger", "proof", "exchange"],
  web: ["core", "ledger", "proof", "exchange", "sdk"],
};

/** Files beside the rooms. Settings are plain data; the wiring sees everything and the CLI starts it. */
const settings = "config.ts";
const wiring = ["gateway.ts", "main.ts"];

/** Which room alone may import a package. */
const owners: Record<string, string> = {
  ethers: "chain",
  "classic-level": "store",
  express: "http",
  helmet: "http",
  commander: "cli",
};

/** Pure rooms run in a browser too, so they import nothing of Node's. */
const pure = ["core", "ledger", "proof", "exchange"];

/**
 * Pure files that use the global `Buffer`, for its speed: a browser needs a polyfill for these and no others.
 */
const buffers = [
  "core/hash.ts",
  "core/hex.ts",
  "ledger/lists.ts",
  "ledger/metadata.ts",
  "ledger/spine/facts.ts",
];

const LONGEST = 400;

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile() && /\.tsx?$/.test(e.name))
    .map((e) => relative(SRC, join(e.parentPath, e.name)))
    .filter((f) => !/\.test\.tsx?$/.test(f) && !f.includes("/fixtures/") && !f.includes("/generated/"));
}

const files = filesUnder(SRC);
const textOf = (file: string) => readFileSync(join(SRC, file), "utf8");

const statement =
  /^(import|export)\s+(type\s)?([^"';]*?)\s*from\s+"([^"]+)"|^import\s+"([^"]+)"|\bimport\("([^"]+)"\)/gm;

export function importsOf(from: string, text: string): Import[] {
  return [...text.matchAll(statement)].map(([, , type, names = "", named, bare, dynamic]) => {
    const target = (named ?? bare ?? dynamic)!;
    const to = target.startsWith(".") ? normalize(join(dirname(from), target)) : target;
    const listed = /^\{([^}]*)\}$/s.exec(names.trim())?.[1];
    const each = listed?.split(",").filter((n) => n.trim() !== "") ?? [];
    const allTypes = each.length > 0 && each.every((n) => /^\s*type\s/.test(n));
    return { from, to, typeOnly: type !== undefined || allTypes };
  });
}

const imports = files.flatMap((f) => importsOf(f, textOf(f)));
const room = (file: string) => (file.includes("/") ? file.slice(0, file.indexOf("/")) : "");
const isFile = (target: string) => /\.tsx?$/.test(target) && !target.startsWith("node:");
const heightOf = (name: string) => tiers.findIndex((t) => t.includes(name));
const say = ({ from, to }: Import) => `${from} imports ${to}`;

/** Why an import between files breaks the direction, or null. */
export function refuses(i: Import): string | null {
  const [mine, theirs] = [room(i.from), room(i.to)];
  if (wiring.includes(i.from) || mine === theirs || i.to === settings) return null;
  if (i.to.startsWith(sample.folder)) {
    return sample.seenBy.some((place) => i.from.startsWith(place))
      ? null
      : "the sample city is loaded in one place";
  }
  if (i.from === settings) return theirs === "core" ? null : "settings see only the core";
  if (mine === "") return theirs === "" ? null : `${i.from} is no room and sees none`;
  const may = clients[mine];
  if (may) return may.includes(theirs) ? null : `${mine} sees only ${may.join(", ")}`;
  if (wiring.includes(i.to)) {
    if (mine === "cli") return null;
    return i.typeOnly && heightOf(mine) >= heightOf("http")
      ? null
      : "only the CLI starts a gateway; others may name its type";
  }
  if (heightOf(mine) < 0) return `${mine} is a room the tiers do not name`;
  if (theirs === "sdk") return mine === "cli" ? null : "only clients use the SDK";
  if (heightOf(theirs) < heightOf(mine) && heightOf(theirs) >= 0) return null;
  return beside[mine]?.some((b) => b === theirs || b === i.to) ? null : `${mine} may not see ${theirs}`;
}

describe("imports point one way", () => {
  test("every room is named by the tiers or is a client", () => {
    const rooms = new Set(files.map(room).filter((r) => r !== ""));
    const known = [...tiers.flat(), ...Object.keys(clients)];
    expect([...rooms].filter((r) => !known.includes(r))).toEqual([]);
  });

  test("no file imports from a room beside or above its own", () => {
    const broken = imports.filter((i) => isFile(i.to)).map((i) => [say(i), refuses(i)]);
    expect(broken.filter(([, why]) => why !== null)).toEqual([]);
  });

  test("files do not run one another in a circle; types are no running code", () => {
    expect(circles(imports.filter((i) => isFile(i.to) && !i.typeOnly))).toEqual([]);
  });

  test.each(Object.entries(owners))("only one room imports %s: %s", (name, owner) => {
    const others = imports.filter((i) => i.to === name || i.to.startsWith(`${name}/`));
    expect(others.filter((i) => room(i.from) !== owner).map(say)).toEqual([]);
  });

  test("the ledger imports core and zod, nothing else", () => {
    const allowed = (i: Import) => (isFile(i.to) ? ["core", "ledger"].includes(room(i.to)) : i.to === "zod");
    expect(imports.filter((i) => room(i.from) === "ledger" && !allowed(i)).map(say)).toEqual([]);
  });

  test("content imports core and Node, nothing of the ledger", () => {
    const ours = imports.filter((i) => room(i.from) === "content" && isFile(i.to));
    expect(ours.filter((i) => !["core", "content"].includes(room(i.to))).map(say)).toEqual([]);
  });
});

describe("pure rooms", () => {
  test("import nothing of Node's", () => {
    const node = imports.filter((i) => pure.includes(room(i.from)) && i.to.startsWith("node:"));
    expect(node.map(say)).toEqual([]);
  });

  test("use Buffer only where it is written down", () => {
    const users = files.filter((f) => pure.includes(room(f)) && /\bBuffer\b/.test(textOf(f)));
    expect(users.sort()).toEqual(buffers);
  });

  test("use no clock, no chance and no environment", () => {
    const impure = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bprocess\./;
    expect(files.filter((f) => pure.includes(room(f)) && impure.test(textOf(f)))).toEqual([]);
  });
});

test("a file is at most 400 lines long", () => {
  expect(files.filter((f) => textOf(f).split("\n").length > LONGEST)).toEqual([]);
});

describe("the reading of import lines itself", () => {
  test("sees named, type-only, bare, re-exported and dynamic imports", () => {
    const text = [
      'import { a,\n  type B } from "../core/a.ts";',
      'import { type C } from "./c.ts";',
      'import type D from "node:fs";',
      'export { e } from "./e.ts";',
      'import "./f.ts";',
      'const g = await import("./g.ts");',
    ].join("\n");
    const found = importsOf("ledger/x.ts", text).map((i) => `${i.to}${i.typeOnly ? " (type)" : ""}`);
    expect(found.sort()).toEqual([
      "core/a.ts",
      "ledger/c.ts (type)",
      "ledger/e.ts",
      "ledger/f.ts",
      "ledger/g.ts",
      "node:fs (type)",
    ]);
  });

  test.each([
    ["core/a.ts", "ledger/b.ts"],
    ["chain/a.ts", "store/b.ts"],
    ["indexer/a.ts", "outbox/b.ts"],
    ["store/a.ts", "gateway.ts"],
    ["http/a.ts", "cli/b.ts"],
    ["web/a.ts", "chain/b.ts"],
    ["cellar/a.ts", "core/b.ts"],
  ])("%s may not import %s", (from, to) => {
    expect(refuses({ from, to, typeOnly: false })).not.toBeNull();
  });

  test("a circle of three files is found", () => {
    const ring = [
      ["a.ts", "b.ts"],
      ["b.ts", "c.ts"],
      ["c.ts", "a.ts"],
      ["a.ts", "d.ts"],
    ].map(([from, to]) => ({ from: from!, to: to!, typeOnly: false }));
    expect(circles(ring)).toEqual([["a.ts", "b.ts", "c.ts", "a.ts"]]);
  });
});

/** Every circle a depth-first walk comes upon, as a path back to its beginning. */
function circles(all: Import[]): string[][] {
  const next = Map.groupBy(all, (i) => i.from);
  const found: string[][] = [];
  const done = new Set<string>();
  const walk = (file: string, path: string[]): void => {
    if (path.includes(file)) {
      found.push([...path.slice(path.indexOf(file)), file]);
      return;
    }
    if (done.has(file)) return;
    for (const { to } of next.get(file) ?? []) walk(to, [...path, file]);
    done.add(file);
  };
  for (const file of next.keys()) walk(file, []);
  return found;
}
