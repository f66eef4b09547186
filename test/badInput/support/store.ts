import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import { factCount } from "../../../src/http/eventStream.ts";
import { heads } from "../../../src/ledger/spine/tables.ts";
import { type City } from "./city.ts";

/** Everything a refusal must leave as it was. */
export interface Store {
  open: number;
  openBytes: number;
  newestOperation: string | undefined;
  head: unknown;
  city: string | undefined;
  facts: number;
  /** On disk, by folder of the data directory. */
  bytes: Record<string, number>;
  accessKeys: string;
  openFiles: string[];
}

const FOLDERS = ["outbox", "operations", "secrets", "keys"];

export async function storeOf({ gateway, data }: City): Promise<Store> {
  const { outbox, index } = gateway;
  const [newest] = await outbox.list({ limit: 1 });
  return {
    open: outbox.size.operations,
    openBytes: outbox.size.bytes,
    newestOperation: newest?.id,
    head: index.head,
    city: index.rows.get(heads, "city"),
    facts: factCount(index),
    bytes: Object.fromEntries(FOLDERS.map((name) => [name, bytesIn(join(data, name))])),
    accessKeys: createHash("sha256")
      .update(readFileSync(join(data, "access.json")))
      .digest("hex"),
    openFiles: openFiles(data),
  };
}

function bytesIn(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
  return files.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0);
}

/** Files of the data directory that this process holds open, where the system tells. */
function openFiles(data: string): string[] {
  const table = "/proc/self/fd";
  if (!existsSync(table)) return [];
  const paths = readdirSync(table).map((fd) => {
    try {
      return readlinkSync(join(table, fd));
    } catch {
      return "";
    }
  });
  return paths.filter((path) => path.startsWith(data)).sort();
}
