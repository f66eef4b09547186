/** Harm that was done, gathered so that one run tells of all of it. */
export class Harm {
  readonly #found: string[] = [];

  /** Runs one fault; what it throws is noted. */
  async watch(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#found.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Throws when there was any. */
  tell(): void {
    if (this.#found.length === 0) return;
    throw new Error(`${this.#found.length} faults did harm:\n${this.#found.slice(0, 30).join("\n")}`);
  }
}
