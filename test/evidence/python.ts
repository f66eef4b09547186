import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Conclusion } from "../../src/proof/verify.ts";
import { type FileDigest } from "../../src/proof/version.ts";
import { type After } from "../support/folder.ts";

export const verifierFolder = fileURLToPath(new URL("../../examples/verifier-python/", import.meta.url));
const twins = fileURLToPath(new URL("twins.py", import.meta.url));

export const hasPython = spawnSync("python3", ["--version"]).status === 0;

/** The second verifier as one long-lived process: a start of Python's takes longer than a bundle. */
export class PythonVerifier {
  readonly #child;
  readonly #answers: AsyncIterator<string>;

  constructor(after: After) {
    this.#child = spawn("python3", ["-B", twins, verifierFolder], { stdio: ["pipe", "pipe", "inherit"] });
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    after(() => void this.#child.stdin.end());
  }

  async verify(bundle: string, trust: string, files: readonly FileDigest[]): Promise<Conclusion> {
    const asked = { bundle, trust, files: files.map(({ name, sha256, size }) => [name, sha256, size]) };
    this.#child.stdin.write(`${JSON.stringify(asked)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error("the second verifier ended");
    return JSON.parse(value) as Conclusion;
  }
}
