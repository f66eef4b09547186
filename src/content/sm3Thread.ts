/** The thread that hashes SM3: a chunk of shared memory is added and answered null, null is answered by the digest. */
import { createHash } from "node:crypto";
import { parentPort } from "node:worker_threads";

const hash = createHash("sm3");

parentPort!.on("message", (chunk: Uint8Array | null) => {
  if (chunk === null) parentPort!.postMessage(hash.digest());
  else {
    hash.update(chunk);
    parentPort!.postMessage(null);
  }
});
