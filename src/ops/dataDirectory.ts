import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { SuyuanError } from "../core/errors.ts";
import { isDiskError } from "../store/storage.ts";
import { readSealed, writeSealed } from "../store/sealed.ts";
import { DirectoryRefused } from "../chain/embedded/errors.ts";
import { lockDirectory } from "../chain/embedded/directoryLock.ts";
import { FORMAT, migrate } from "./migrations.ts";

/** `joined`: on a ledger that another gateway founded. */
export type City = "sample" | "empty" | "joined";

/** What the directory says of itself. */
export interface Description {
  format: number;
  /** Tells this directory from a copy of it, for leases. */
  id: string;
  city: City;
  /** Whose gateway it is, where the ledger is one that another gateway founded. */
  organisation?: string;
  /** Null while the sample is still being loaded. */
  founded: string | null;
}

/** Everything a gateway keeps, in one place, held by one process. */
export class DataDirectory {
  readonly path: string;
  readonly #release: () => void;
  #description: Description;

  private constructor(path: string, description: Description, release: () => void) {
    this.path = path;
    this.#description = description;
    this.#release = release;
  }

  static open(path: string, city: City, organisation?: string): DataDirectory {
    make(path);
    const release = lock(path);
    try {
      const description = upgraded(path) ?? create(path, city, organisation);
      return new DataDirectory(path, description, release);
    } catch (error) {
      release();
      throw error;
    }
  }

  get description(): Description {
    return this.#description;
  }

  get isFounded(): boolean {
    return this.#description.founded !== null;
  }

  noteFounded(): void {
    this.#description = { ...this.#description, founded: new Date().toISOString() };
    writeDescription(this.path, this.#description);
  }

  /** A path inside; its folder is made. */
  folder(...parts: string[]): string {
    const path = join(this.path, ...parts);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  }

  file(...parts: string[]): string {
    return join(this.path, ...parts);
  }

  close(): void {
    this.#release();
  }
}

const NAME = "suyuan.json";

function make(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    if (isDiskError(error)) throw error;
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    const isFile = code === "EEXIST" || code === "ENOTDIR";
    throw foreign(path, isFile ? `a file is in its place (${code})` : `it cannot be made (${code})`);
  }
}

function lock(path: string): () => void {
  try {
    return lockDirectory(path).release;
  } catch (error) {
    if (!(error instanceof DirectoryRefused)) throw error;
    throw new SuyuanError("DATA_DIRECTORY_BUSY", { field: "data", value: path, reason: error.message });
  }
}

export function readDescription(path: string): Description | undefined {
  return read(path);
}

function read(path: string): Description | undefined {
  const file = join(path, NAME);
  if (!existsSync(file)) {
    // A first start that was killed leaves its lock, or the description it had not put in place.
    const others = readdirSync(path).filter((name) => !name.startsWith("lock") && name !== `${NAME}.tmp`);
    if (others.length > 0) throw foreign(path, `it holds ${others[0]} but no ${NAME}`);
    return undefined;
  }
  const description = readSealed<Description>(file)!;
  const { format } = description;
  if (!Number.isInteger(format) || format < 1 || format > FORMAT) {
    throw foreign(path, `its format is ${String(format)}, this version reads 1 to ${FORMAT}`);
  }
  return description;
}

/** Brings an older directory to the present format; the caller holds its lock. */
function upgraded(path: string): Description | undefined {
  const found = read(path);
  if (!found || found.format === FORMAT) return found;
  return migrate(path, found, (description) => writeDescription(path, description));
}

function create(path: string, city: City, organisation: string | undefined): Description {
  const whose = organisation === undefined ? {} : { organisation };
  const id = randomBytes(16).toString("hex");
  const description = { format: FORMAT, id, city, ...whose, founded: null };
  writeDescription(path, description);
  return description;
}

export function writeDescription(path: string, description: Description): void {
  writeSealed(join(path, NAME), description);
}

function foreign(path: string, reason: string): SuyuanError {
  return new SuyuanError("DATA_DIRECTORY_FOREIGN", { field: "data", value: path, reason });
}
