import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { defaults } from "../config.ts";
import { SuyuanError } from "../core/errors.ts";

export interface GlobalOptions {
  url?: string;
  keyFile?: string;
  as?: string;
  data?: string;
}

export interface Settings {
  data: string;
  as: string | undefined;
  /** Where the gateway answers, and the key for it. */
  gateway(): { url: string; key: string | undefined };
}

/** What `suyuan start` leaves in the data directory while it runs. */
export interface RunningGateway {
  url: string;
  pid: number;
  version: string;
}

type Environment = Record<string, string | undefined>;

export const CHECKOUT = resolve(import.meta.dirname, "../..");
export const GATEWAY_FILE = "gateway.json";
export const ADMIN_KEY_FILE = "admin.key";

export function settingsFrom(options: GlobalOptions, env: Environment): Settings {
  const data = dataFolder(options, env);
  return {
    data,
    as: options.as ?? (env["SUYUAN_AS"] || undefined),
    gateway() {
      const url = gatewayUrl(options, env, data);
      return { url, key: accessKey(options, env, data, url) };
    },
  };
}

export const defaultData = join(CHECKOUT, defaults.data);

function dataFolder(options: GlobalOptions, env: Environment): string {
  const given = options.data ?? (env["SUYUAN_DATA"] || undefined);
  return given === undefined ? defaultData : resolve(given);
}

/** The gateway that runs on this data directory, if one does. */
export function runningGateway(data: string): RunningGateway | undefined {
  const file = join(data, GATEWAY_FILE);
  if (!existsSync(file)) return undefined;
  try {
    const found = JSON.parse(readFileSync(file, "utf8")) as RunningGateway;
    return isAlive(found.pid) ? found : undefined;
  } catch {
    // Cut off by a loss of power: then nothing runs.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function gatewayUrl(options: GlobalOptions, env: Environment, data: string): string {
  const given = options.url ?? (env["SUYUAN_URL"] || undefined);
  if (given === undefined) return runningGateway(data)?.url ?? `http://${defaults.host}:${defaults.port}`;
  if (!/^https?:$/.test(URL.parse(given)?.protocol ?? "")) {
    throw new SuyuanError("INPUT_NOT_VALID", {
      field: options.url === undefined ? "SUYUAN_URL" : "url",
      value: given,
      reason: "must be like http://127.0.0.1:8080",
    });
  }
  return given.replace(/\/+$/, "");
}

function accessKey(options: GlobalOptions, env: Environment, data: string, url: string): string | undefined {
  if (options.keyFile !== undefined) return readKey(options.keyFile, "key-file");
  if (env["SUYUAN_KEY"]) return env["SUYUAN_KEY"];
  const own = join(data, ADMIN_KEY_FILE);
  return isOwnGateway(url, data) && existsSync(own) ? readKey(own, "data") : undefined;
}

/** The administrator's key of this machine is told to no other. */
function isOwnGateway(url: string, data: string): boolean {
  const { hostname } = new URL(url);
  return url === runningGateway(data)?.url || ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
}

function readKey(file: string, field: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (cause) {
    const reason = `cannot be read (${(cause as NodeJS.ErrnoException).code})`;
    throw new SuyuanError("INPUT_NOT_VALID", { field, value: file, reason }, { cause });
  }
}
