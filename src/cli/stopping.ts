const PARENT_CHECK_MS = 500;

/** When and why a start shall end: Ctrl-C, SIGTERM, or the end of whoever started us. */
export class Stopping {
  readonly requested: Promise<string>;
  #reason: string | undefined;
  #resolve!: (reason: string) => void;
  readonly #watch: NodeJS.Timeout;

  constructor() {
    this.requested = new Promise((resolve) => (this.#resolve = resolve));
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => this.#on(signal));
    const parent = process.ppid;
    this.#watch = setInterval(() => {
      if (process.ppid !== parent) this.#ask("parent");
    }, PARENT_CHECK_MS);
    this.#watch.unref();
  }

  get isRequested(): boolean {
    return this.#reason !== undefined;
  }

  /** A person who presses Ctrl-C again does not want to wait; what was acknowledged is on disk anyway. */
  #on(signal: NodeJS.Signals): void {
    if (signal === "SIGINT" && this.#reason === "SIGINT") process.exit(130);
    this.#ask(signal);
  }

  #ask(reason: string): void {
    clearInterval(this.#watch);
    this.#reason ??= reason;
    this.#resolve(reason);
  }
}
