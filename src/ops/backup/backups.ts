import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SuyuanError } from "../../core/errors.ts";
import { type Cut } from "./cut.ts";
import { type Manifest } from "./manifest.ts";
import { requireFreeTarget, writeBackup } from "./write.ts";

/** A running backup, and what became of it. */
export interface BackupState {
  id: string;
  target: string;
  state: "writing" | "done" | "failed";
  /** Bytes. */
  done: number;
  total: number;
  manifest: Manifest | null;
  error: unknown;
}

interface Options {
  /** The data directory. */
  data: string;
  /** Everything as it is now, in one turn. */
  cut(sealed: boolean): Cut;
  log(event: string, fields: object): void;
  crashAt(point: string): void;
}

/** Whoever may write this file into the data directory may have what lies there anyway. */
export const REQUEST_FILE = "backup.request";

export interface BackupRequest {
  id: string;
  target: string;
  sealed: boolean;
}

/** Backups of a running gateway, one at a time. */
export class Backups {
  readonly #o: Options;
  readonly #stop = new AbortController();
  #last: BackupState | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: Options) {
    this.#o = options;
  }

  /**
   * Begins what the request file in the data directory asks for. Where to write comes from that file and not
   * over HTTP, so that an API key alone makes no file anywhere.
   */
  beginRequested(id: string): BackupState {
    const request = readRequest(join(this.#o.data, REQUEST_FILE));
    if (request?.id !== id) throw new SuyuanError("THING_UNKNOWN", { field: "request", value: id });
    return this.begin(request.target, request.sealed);
  }

  begin(target: string, sealed = false): BackupState {
    if (this.#stop.signal.aborted) throw new SuyuanError("OUTBOX_CLOSED");
    if (this.#last?.state === "writing")
      throw new SuyuanError("BACKUP_RUNNING", { field: "target", value: this.#last.target });
    const path = requireFreeTarget(target, this.#o.data);
    const cut = this.cut(sealed);
    const id = `backup-${randomBytes(6).toString("hex")}`;
    const state: BackupState = {
      id,
      target: path,
      state: "writing",
      done: 0,
      total: 0,
      manifest: null,
      error: null,
    };
    this.#last = state;
    this.#writing = this.#write(state, cut);
    return state;
  }

  /** Everything as it is now; whoever takes one writes it, and releases it. */
  cut(sealed: boolean): Cut {
    return this.#o.cut(sealed);
  }

  find(id: string): BackupState | undefined {
    return this.#last?.id === id ? this.#last : undefined;
  }

  /** Resolves when nothing is being written. */
  idle(): Promise<void> {
    return this.#writing;
  }

  async close(): Promise<void> {
    this.#stop.abort(new SuyuanError("OUTBOX_CLOSED"));
    await this.#writing;
  }

  async #write(state: BackupState, cut: Cut): Promise<void> {
    const { log, crashAt } = this.#o;
    const began = performance.now();
    const onProgress = (done: number, total: number) => Object.assign(state, { done, total });
    try {
      state.manifest = await writeBackup(cut, state.target, {
        onProgress,
        crashAt,
        signal: this.#stop.signal,
      });
      state.state = "done";
      const ms = Math.round(performance.now() - began);
      log("backup.done", { target: state.target, bytes: state.done, ms });
    } catch (error) {
      Object.assign(state, { state: "failed", error });
      const problem = error instanceof Error ? error.message : String(error);
      log("backup.failed", { target: state.target, problem });
    } finally {
      await cut.release();
    }
  }
}

function readRequest(file: string): BackupRequest | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as BackupRequest;
  } catch {
    return undefined;
  }
}
