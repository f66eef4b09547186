import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { SuyuanError } from "../../core/errors.ts";
import { ordinal } from "../../core/table.ts";
import { positions } from "../../indexer/index.ts";
import { blocks } from "../../ledger/spine/tables.ts";
import { holdEntries, type HeldEntries } from "../../store/snapshot.ts";
import { type HeldFile, holdFile } from "../../store/held.ts";
import { openLevel, rowReader, type Level } from "../../store/open.ts";
import { type DataDirectory, type Description } from "../dataDirectory.ts";
import { readIdentity } from "../deploy.ts";
import { places, treatmentOf } from "./places.ts";
import { type Manifest, type Part } from "./manifest.ts";

/** One thing to be written: its bytes as they were at the cut. */
export interface Source {
  path: string;
  kind: Part["kind"];
  /** Null when only reading tells. */
  bytes: number | null;
  read(): AsyncIterable<Buffer>;
}

/** A data directory at one moment: what a loss of power at that moment would have left of it. */
export interface Cut {
  about: Omit<Manifest, "format" | "id" | "version" | "files">;
  sources: Source[];
  release(): Promise<void>;
}

/** What a running gateway has synced of its journals and holds of its stores. */
export interface Live {
  description: Description;
  outbox: HeldFile;
  /** Null with real nodes. */
  chainBytes: number | null;
  operations: Level;
  secrets: Level;
  chain: Manifest["chain"];
  block: Manifest["block"];
}

/**
 * MUST be taken in one turn of the event loop: nothing is written in between, so every block in the chain's
 * journal is of batches that the outbox's journal has, and whatever the outbox settled is in those blocks.
 */
export function cutLive(path: string, live: Live, sealed: boolean): Cut {
  // Read first: what cannot be read must not leave the rest held for good.
  const files = filesOf(path, sealed);
  const journals = [heldJournal("outbox/journal", live.outbox)];
  if (live.chainBytes !== null) {
    const chainJournal = holdFile(join(path, "chain/journal")).first(live.chainBytes);
    journals.push(heldJournal("chain/journal", chainJournal));
  }
  const stores = [holdStore("operations", live.operations), holdStore("secrets", live.secrets)];
  const { chain, block, description } = live;
  return cutOf({ path, files, journals, stores, chain, block, description, sealed });
}

/** The same of a directory that no gateway runs on; the caller holds its lock. */
export async function cutStill(directory: DataDirectory, sealed: boolean): Promise<Cut> {
  const { path, description } = directory;
  const files = filesOf(path, sealed);
  const there = (name: string) => existsSync(join(path, name));
  const journals = ["outbox/journal", "chain/journal"]
    .filter(there)
    .map((name) => heldJournal(name, holdFile(join(path, name))));
  const levels: Level[] = [];
  const stores: Held[] = [];
  for (const name of ["operations", "secrets"].filter(there)) {
    const level = await openLevel(join(path, name));
    levels.push(level);
    stores.push(holdStore(name, level));
  }
  const chain = there("chain/journal") ? "embedded" : "node";
  const block = there("index") ? await lastFinal(join(path, "index")) : null;
  const cut = cutOf({ path, files, journals, stores, chain, block, description, sealed });
  return {
    ...cut,
    async release() {
      await cut.release();
      for (const level of levels) await level.close();
    },
  };
}

/** Null when the index is damaged: that is no reason against a backup, which does without it. */
async function lastFinal(index: string): Promise<Manifest["block"]> {
  const level = await openLevel(index).catch(() => null);
  if (!level) return null;
  try {
    const rows = rowReader(level);
    const final = rows.get(positions, "position")?.final ?? -1;
    const block = final < 0 ? undefined : rows.get(blocks, ordinal(final));
    return block ? { number: block.number, hash: block.hash } : null;
  } finally {
    await level.close();
  }
}

interface Held {
  source: Source;
  release(): Promise<void> | void;
}

interface Parts {
  path: string;
  journals: Held[];
  stores: Held[];
  chain: Manifest["chain"];
  block: Manifest["block"];
  description: Description;
  sealed: boolean;
  files: Source[];
}

function cutOf({ path, files, journals, stores, chain, block, description, sealed }: Parts): Cut {
  const { id, format, city } = description;
  const identity = readIdentity(join(path, "ledger.json"));
  const ledger = identity
    ? { chainId: identity.chainId, factLog: identity.factLog, spine: identity.spine }
    : null;
  const held = [...journals, ...stores];
  const sources = [...held.map(({ source }) => source), ...files];
  const taken = new Date().toISOString();
  return {
    about: { taken, directory: { id, format, city }, ledger, chain, block, sealed },
    sources,
    async release() {
      for (const h of held) await h.release();
    },
  };
}

/** The small ones are read now: a file that says “founded” later would not be true of the journals. */
function filesOf(path: string, sealed: boolean): Source[] {
  const files = filesUnder(path).filter(({ treatment }) => treatment !== "opener" || !sealed);
  const small = files.filter(({ treatment }) => treatment === "small" || treatment === "opener");
  const large = files.filter(({ treatment }) => treatment === "large");
  return [
    ...large.map(({ name }) => largeSource(path, name)),
    ...small.map(({ name }) => smallSource(path, name)),
  ];
}

function heldJournal(name: string, held: HeldFile): Held {
  const { bytes } = held;
  return {
    source: { path: name, kind: "file", bytes, read: () => held.read() },
    release: () => held.release(),
  };
}

function holdStore(name: string, level: Level): Held {
  const held: HeldEntries = holdEntries(level);
  async function* read() {
    for await (const entries of held.read())
      yield Buffer.from(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
  }
  return {
    source: { path: `${name}.entries`, kind: "entries", bytes: null, read },
    release: () => held.release(),
  };
}

function smallSource(path: string, name: string): Source {
  const bytes = readFileSync(join(path, name));
  const read = async function* () {
    if (bytes.length > 0) yield bytes;
  };
  return { path: name, kind: "file", bytes: bytes.length, read };
}

function largeSource(path: string, name: string): Source {
  const file = join(path, name);
  const read = () => createReadStream(file) as AsyncIterable<Buffer>;
  return { path: name, kind: "file", bytes: statSync(file).size, read };
}

/** Every file that the table knows: those of a few folders, and whatever is under `files/`. */
function filesUnder(path: string) {
  const listed = ["", "keys", "chain"].flatMap((folder) => filesIn(path, folder, false));
  return [...listed, ...filesIn(path, "files", true)]
    .map((name) => ({ name, treatment: name.startsWith("files/") ? places["files"] : treatmentOf(name) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function filesIn(path: string, folder: string, recursive: boolean): string[] {
  if (!existsSync(join(path, folder))) return [];
  return (
    readdirSync(join(path, folder), { recursive, withFileTypes: true })
      // A key file may be a link to where the keys really lie; what it leads to must be there.
      .filter((entry) => entry.isSymbolicLink() || entry.isFile())
      .filter((entry) => isThere(join(entry.parentPath, entry.name)))
      .map((entry) => relative(path, join(entry.parentPath, entry.name)))
  );
}

function isThere(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) throw new SuyuanError("KEY_FILES_MISSING", { field: "keys", value: file });
  return found.isFile();
}
