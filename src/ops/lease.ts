import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { renameSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { sinceBoot } from "../chain/embedded/clockGuard.ts";
import { SuyuanError } from "../core/errors.ts";
import { removeFile, syncDirectory } from "../store/durable.ts";
import { beatText, type LeaseRecord, place, readLease, sayHolder, verdictOn } from "./leaseRecord.ts";

/** All by monotonic clocks: nobody compares two machines' times of day. */
export interface LeaseTimes {
  /** Between two signs of life. */
  beatMs: number;
  /** Without a sign of life of its own for this long, a holder does nothing with its keys. */
  holdMs: number;
  /** A lease without a sign of life for this long may be taken over. MUST be well above `holdMs`. */
  takeMs: number;
}

export const leaseTimes: LeaseTimes = { beatMs: 2_000, holdMs: 10_000, takeMs: 20_000 };

export interface LeaseOptions {
  /** Holds the key files. */
  folder: string;
  /** Of the data directory: only a copy of the same may take over. */
  holder: string;
  times?: LeaseTimes;
  log?: (event: string, fields: object) => void;
}

export const LEASE_FILE = "in-use";

/**
 * Whose turn it is to act with the keys of a folder. The holder keeps the file open and changes a number in
 * it; whoever takes over puts another file in its place, so that a holder which wakes up late can neither
 * overwrite its successor nor take its own file for the one in force.
 */
export class Lease {
  readonly #path: string;
  readonly #times: LeaseTimes;
  readonly #file: FileHandle;
  readonly #inode: bigint;
  readonly #log: (event: string, fields: object) => void;
  readonly #timer: NodeJS.Timeout;
  #beat = 0;
  /** Seconds since boot when the last sign of life that reached the disk was begun. */
  #renewed: number;
  #renewing: Promise<void> | undefined;
  #missing = 0;
  #lost: SuyuanError | null = null;

  private constructor(o: LeaseOptions, path: string, file: FileHandle, inode: bigint, since: number) {
    this.#path = path;
    this.#times = o.times ?? leaseTimes;
    this.#log = o.log ?? (() => undefined);
    this.#file = file;
    this.#inode = inode;
    this.#renewed = since;
    this.#timer = setInterval(() => void this.renew(), this.#times.beatMs);
    this.#timer.unref();
  }

  /** Waits when the last holder may be alive; throws when it is, or is of another data directory. */
  static async take(options: LeaseOptions): Promise<Lease> {
    const path = join(options.folder, LEASE_FILE);
    const mine: LeaseRecord = {
      holder: options.holder,
      run: randomBytes(16).toString("hex"),
      ...place(),
    };
    for (;;) {
      const seen = await freeOf(path, mine, options);
      const since = sinceBoot();
      if (!claim(path, seen, mine)) continue;
      const file = await open(path, "r+");
      const { ino } = await file.stat({ bigint: true });
      // Whoever is quicker than this open has a file of its own there.
      if (readLease(path)?.record.run === mine.run) return new Lease(options, path, file, ino, since);
      await file.close();
    }
  }

  /** Why nothing may be done with the keys, or null. */
  problem(): SuyuanError | null {
    if (this.#lost) return this.#lost;
    const age = (sinceBoot() - this.#renewed) * 1_000;
    if (age > this.#times.holdMs)
      return new SuyuanError("OUTBOX_LEASE_STALE", { value: Math.round(age / 1_000) });
    return this.#look();
  }

  /** Gives a sign of life; when it could not for too long, nothing is done until it can again. */
  renew(): Promise<void> {
    return (this.#renewing ??= this.#renew().finally(() => (this.#renewing = undefined)));
  }

  /** Lets the next one in without waiting. */
  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.#renewing;
    await this.#file.close();
    if (this.#lost === null && this.#look() === null) removeFile(this.#path);
  }

  async #renew(): Promise<void> {
    if (this.#lost) return;
    const began = sinceBoot();
    try {
      await this.#file.write(beatText(++this.#beat), 0);
      await this.#file.datasync();
      const problem = this.#look();
      // One look may fall between a rival's moving the file and putting it back.
      this.#missing = problem ? this.#missing + 1 : 0;
      if (problem === null) this.#renewed = began;
      else if (this.#missing > 1) this.#lose("it was taken away");
    } catch (error) {
      this.#log("keys.lease", { problem: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Whether the file in force is still the one this process holds. */
  #look(): SuyuanError | null {
    const there = statSync(this.#path, { bigint: true, throwIfNoEntry: false });
    if (there === undefined) return new SuyuanError("OUTBOX_LEASE_STALE", { value: 0 });
    return there.ino === this.#inode ? null : this.#lose(sayHolder(readLease(this.#path)?.record));
  }

  #lose(value: string): SuyuanError {
    this.#lost ??= new SuyuanError("OUTBOX_LEASE_LOST", { value });
    this.#log("keys.lease", { lost: value });
    return this.#lost;
  }
}

/** The record that may be replaced, once it may; null when there is none. */
async function freeOf(path: string, mine: LeaseRecord, o: LeaseOptions): Promise<string | null> {
  const { takeMs, beatMs } = o.times ?? leaseTimes;
  let watched: string | undefined;
  let since = 0;
  for (;;) {
    const seen = readLease(path);
    if (seen === null) return null;
    const verdict = verdictOn(seen.record, mine);
    if (verdict === "foreign") throw new SuyuanError("OUTBOX_LEASE_TAKEN", { field: "key", value: path });
    if (verdict === "gone") return seen.text;
    if (watched !== undefined && watched !== seen.text) {
      throw new SuyuanError("OUTBOX_LEASE_HELD", { field: "key", value: sayHolder(seen.record) });
    }
    if (watched === undefined) {
      [watched, since] = [seen.text, sinceBoot()];
      o.log?.("keys.lease", { waiting: takeMs / 1_000, holder: sayHolder(seen.record) });
    } else if ((sinceBoot() - since) * 1_000 > takeMs) return seen.text;
    await wait(Math.min(beatMs, 500));
  }
}

/** Of several who try at once, one succeeds; the others look again. */
function claim(path: string, expected: string | null, mine: LeaseRecord): boolean {
  const ready = `${path}.${mine.run}`;
  const aside = `${ready}.before`;
  write(ready, beatText(0) + JSON.stringify(mine));
  try {
    if (expected !== null) {
      renameSync(path, aside);
      // Its holder woke up, or another took it, after it was judged.
      if (readFileSync(aside, "utf8") !== expected) {
        tryLink(aside, path);
        return false;
      }
    }
    return tryLink(ready, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  } finally {
    removeFile(aside);
    removeFile(ready);
    syncDirectory(dirname(path));
  }
}

function write(path: string, text: string): void {
  const file = openSync(path, "wx", 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
