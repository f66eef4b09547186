import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "./settings.ts";

export function version(): string {
  const manifest = JSON.parse(readFileSync(join(CHECKOUT, "package.json"), "utf8")) as { version: string };
  return manifest.version;
}
