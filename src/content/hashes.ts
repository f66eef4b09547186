/** The two hashes recorded of every content, SHA-256 and SM3, and the means to run both at once. */
import { type Hash, createHash } from "node:crypto";
import { Worker } from "node:worker_threads";
import { type Hex, toHex } from "../core/hex.ts";
import { ContentError } from "./errors.ts";

export interface Digests {
  sha256: Hex;
  sm3: Hex;
}

/** Takes chunks in order; a chunk's memory may be written again once its promise resolves. */
export interface ChunkHash<Digest> {
  update(chunk: Uint8Array): Promise<unknown> | undefined;
  digest(): Promise<Digest>;
  close(): Promise<void>;
}

export type DoubleHash = ChunkHash<Digests>;

/** Node's own hash, or a sentence on why this build cannot record content. */
export function newHash(algorithm: string): Hash {
  try {
    return createHash(algorithm);
  } catch (cause) {
    const build = `Node ${process.version} with OpenSSL ${process.versions.openssl}`;
    const message = `${build} has no ${algorithm}: content is recorded under SHA-256 and SM3, so use a Node build whose OpenSSL has both (the official ones do)`;
    throw new ContentError("CONTENT_HASH_UNAVAILABLE", algorithm, message, { field: "hash", cause });
  }
}

export function digestBytes(bytes: Uint8Array): Digests {
  return {
    sha256: toHex(newHash("sha256").update(bytes).digest()),
    sm3: toHex(newHash("sm3").update(bytes).digest()),
  };
}

/** Where content is only looked up by its name. */
export function sha256Hash(): ChunkHash<Hex> {
  const hash = newHash("sha256");
  return {
    update: (chunk) => void hash.update(chunk),
    digest: async () => toHex(hash.digest()),
    close: async () => undefined,
  };
}

/** Both hashes on this thread, one after the other. */
export function plainHash(): DoubleHash {
  const sha256 = newHash("sha256");
  const sm3 = newHash("sm3");
  return {
    update(chunk) {
      sha256.update(chunk);
      sm3.update(chunk);
      return undefined;
    },
    digest: async () => ({ sha256: toHex(sha256.digest()), sm3: toHex(sm3.digest()) }),
    close: async () => undefined,
  };
}

/** SM3 takes three quarters of the time, so it gets a thread of its own. Chunks must lie in shared memory. */
export function threadedHash(): DoubleHash {
  newHash("sm3");
  const sha256 = newHash("sha256");
  const sm3 = new Sm3Thread();
  return {
    update(chunk) {
      const done = sm3.ask(chunk);
      sha256.update(chunk);
      return done;
    },
    digest: async () => ({ sha256: toHex(sha256.digest()), sm3: toHex((await sm3.ask(null))!) }),
    close: () => sm3.close(),
  };
}

type Answer = Uint8Array | null;

/** Answers come in the order of the questions. */
class Sm3Thread {
  private readonly worker = new Worker(new URL("./sm3Thread.ts", import.meta.url));
  private readonly waiting: { resolve: (answer: Answer) => void; reject: (error: unknown) => void }[] = [];
  private failure: unknown;

  constructor() {
    this.worker.on("message", (answer: Answer) => this.waiting.shift()!.resolve(answer));
    this.worker.on("error", (error) => this.fail(error));
    this.worker.on("exit", (code) => this.fail(new Error(`the SM3 thread ended with code ${code}`)));
  }

  /** A chunk is added and answered null; null asks for the digest. */
  ask(chunk: Uint8Array | null): Promise<Answer> {
    const answer = new Promise<Answer>((resolve, reject) => {
      if (this.failure !== undefined) reject(this.failure);
      else this.waiting.push({ resolve, reject });
    });
    // Whoever gives up half-way leaves answers nobody awaits; their failure is no news.
    answer.catch(() => undefined);
    this.worker.postMessage(chunk);
    return answer;
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private fail(error: unknown): void {
    this.failure ??= error;
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
