import { setTimeout as wait } from "node:timers/promises";
import { type Config } from "./config.ts";
import { SuyuanError } from "./core/errors.ts";
import { type Gateway, type Log, openGateway } from "./gateway.ts";
import { openServer, type RunningServer } from "./http/server.ts";
import { probeDisk } from "./store/probe.ts";
import { isDiskError, storageFailed } from "./store/storage.ts";

export { openLog } from "./http/log.ts";

export interface RunningGateway {
  /** The one that is served now: after the disk failed and came back it is another. */
  readonly gateway: Gateway;
  url: string;
  /** Resolves when another gateway has taken this one's place. */
  replaced(gateway: Gateway): Promise<void>;
  /** Stops the interfaces, then what runs behind them. Repeating it is harmless. */
  close(): Promise<void>;
}

/** A gateway and its HTTP interface. */
export async function startGateway(config: Config, log: Log): Promise<RunningGateway> {
  const gateway = await openGateway(config, log);
  try {
    return new Running(config, log, gateway, await openServer(gateway, log));
  } catch (error) {
    await gateway.close();
    throw isDiskError(error) ? storageFailed(config.data, error) : error;
  }
}

const PROBE_EVERY_MS = 1_000;

/**
 * When the disk fails, the gateway stops writing and goes on answering. Nothing in memory is trusted from then
 * on: once the disk takes a synced write again, everything is closed and opened anew, as after a crash.
 */
class Running implements RunningGateway {
  readonly url: string;
  readonly #config: Config;
  readonly #log: Log;
  readonly #server: RunningServer;
  readonly #stopping = new AbortController();
  #gateway: Gateway;
  #healing: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #waiting: (() => void)[] = [];

  constructor(config: Config, log: Log, gateway: Gateway, server: RunningServer) {
    this.#config = config;
    this.#log = log;
    this.#server = server;
    this.#gateway = gateway;
    this.url = server.url;
    this.#watch();
  }

  get gateway(): Gateway {
    return this.#gateway;
  }

  async replaced(gateway: Gateway): Promise<void> {
    while (this.#gateway === gateway) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#stopping.abort();
    await this.#healing;
    await this.#server.close();
    await this.#gateway.close();
  }

  #watch(): void {
    const { storage } = this.#gateway;
    if (storage.failure) this.#startHealing();
    else storage.once("failed", () => this.#startHealing());
  }

  #startHealing(): void {
    this.#healing ??= this.#heal().finally(() => {
      this.#healing = undefined;
      if (!this.#stopping.signal.aborted) this.#watch();
    });
  }

  async #heal(): Promise<void> {
    let isOpen = true;
    for (;;) {
      await wait(PROBE_EVERY_MS, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      if (this.#stopping.signal.aborted) return;
      const why = probeDisk(this.#config.data);
      if (why !== null) continue;
      if (isOpen) await this.#closeFailed();
      isOpen = false;
      if (await this.#openAnew()) return;
    }
  }

  async #closeFailed(): Promise<void> {
    await this.#server.pause(this.#gateway.storage.failure!);
    await this.#gateway.close().catch((error: unknown) => this.#log("storage.closing", describe(error)));
  }

  async #openAnew(): Promise<boolean> {
    try {
      this.#gateway = await openGateway(this.#config, this.#log);
    } catch (error) {
      this.#log("storage.failed", describe(error));
      void this.#server.pause(error instanceof SuyuanError ? error : storageFailed(this.#config.data, error));
      return false;
    }
    this.#server.resume(this.#gateway);
    this.#log("storage.recovered", {});
    for (const wake of this.#waiting.splice(0)) wake();
    return true;
  }
}

function describe(error: unknown): { problem: string } {
  return { problem: error instanceof Error ? error.message : String(error) };
}
