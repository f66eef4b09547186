import { EventEmitter } from "node:events";
import { SuyuanError } from "../core/errors.ts";

interface Events {
  failed: [SuyuanError];
}

/**
 * Whether this gateway may still write to its disk. After one write that failed nothing is known of what the
 * failing store holds: so every store stops writing, reading goes on, and whoever owns the gateway opens it
 * anew from what is on disk.
 */
export class Storage extends EventEmitter<Events> {
  #failure: SuyuanError | null = null;

  get failure(): SuyuanError | null {
    return this.#failure;
  }

  /** Throws what stopped the writing. */
  require(): void {
    if (this.#failure)
      throw new SuyuanError(this.#failure.code, this.#failure.details, { cause: this.#failure });
  }

  /** Does one write; the first that fails ends all writing. */
  async write<T>(what: string, work: () => Promise<T>): Promise<T> {
    this.require();
    try {
      return await work();
    } catch (error) {
      throw this.fail(what, error);
    }
  }

  /** Notes a write that failed, and answers with what to tell. */
  fail(what: string, cause: unknown): SuyuanError {
    const failure = storageFailed(what, cause);
    if (this.#failure === null) {
      this.#failure = failure;
      this.emit("failed", failure);
    }
    return failure;
  }
}

export function storageFailed(what: string, cause: unknown): SuyuanError {
  if (cause instanceof SuyuanError && cause.code === "STORAGE_FAILED") return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new SuyuanError("STORAGE_FAILED", { value: what, reason }, { cause });
}

const DISK_CODES = new Set(["ENOSPC", "EIO", "EDQUOT", "EROFS", "LEVEL_IO_ERROR"]);

/** Whether the disk is to blame for this, at any depth: it is full, broken or read-only. */
export function isDiskError(error: unknown): boolean {
  for (let e = error; e instanceof Error; e = e.cause) {
    if (DISK_CODES.has((e as NodeJS.ErrnoException).code ?? "")) return true;
  }
  return false;
}
