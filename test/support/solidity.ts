import { readFileSync } from "node:fs";
import { join } from "node:path";

const CONTRACTS = join(import.meta.dirname, "../../contracts");

export function solidity(file: string): string {
  return readFileSync(join(CONTRACTS, file), "utf8");
}

/** The `constant`s of one library, by name; only numbers and shifts of numbers are read. */
export function constantsOf(text: string, library: string): Map<string, bigint> {
  const body = new RegExp(`library ${library} \\{([\\s\\S]*?)\\n\\}`).exec(text)?.[1];
  if (body === undefined) throw new Error(`there is no library ${library}`);
  const found = body.matchAll(/constant (\w+) = ([^;]+);/g);
  return new Map([...found].map(([, name, value]) => [name!, numberOf(value!)]));
}

function numberOf(text: string): bigint {
  const [value, shift = "0"] = text.split("<<").map((t) => t.trim());
  return BigInt(value!) << BigInt(shift);
}

export function membersOf(text: string, enumeration: string): string[] {
  const body = new RegExp(`enum ${enumeration} \\{([^}]*)\\}`).exec(text)?.[1];
  if (body === undefined) throw new Error(`there is no enum ${enumeration}`);
  return body
    .split(",")
    .map((m) => m.trim())
    .filter((m) => m !== "");
}
