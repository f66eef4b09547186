import { readFileSync } from "node:fs";
import { type Gateway } from "../../src/gateway.ts";
import { AccessKeys } from "../../src/http/accessKeys.ts";
import { type Level, WRITES } from "../../src/store/open.ts";
import { linesOf, type Acknowledged } from "./client.ts";

/** Everything a gateway would answer with, entry by entry. */
export type Picture = Map<string, string>;

export async function pictureOf(g: Gateway, acknowledged: string): Promise<Picture> {
  const picture: Picture = new Map();
  const put = (name: string, value: unknown) => picture.set(name, JSON.stringify(value));
  await putRows(picture, "index", g.index.store, ["undo!"]);
  put("index position", g.index.head);
  put("index lineage", [g.index.graph.size, [...g.index.recalledAt].sort()]);
  for (const o of await g.outbox.list({ limit: 100_000 })) put(`operation ${o.id}`, o);
  for (const key of g.keyring.names()) put(`of lane ${key}`, await laneOf(g, key));
  for (const a of linesOf<Acknowledged>(acknowledged)) {
    const once = a.refused === null ? g.outbox.repeated(a.once.name, a.once.body) : undefined;
    put(`once ${a.n}`, once && (await g.outbox.again(once)).map((o) => o.id));
  }
  for (const [, row] of await rowsOf(g.index.store, "version!")) await putSecrets(picture, g, row);
  put("nonces", [...g.outbox.nonces].sort());
  put(
    "keys",
    g.keyring.names().map((name) => [name, g.keyring.named(name)!.address]),
  );
  put("description", g.directory.description);
  put("ledger", [g.index.identity, g.port.chainId, await g.port.readable()]);
  const keys = AccessKeys.open(g.directory.file("access.json"), g.directory.file("admin.key"), nobody);
  put("access", keys.list());
  put("administrator", secretOpens(keys, readFileSync(g.directory.file("admin.key"), "utf8").trim()));
  return picture;
}

const nobody = { label: "", scopes: [], officers: [], expires: null };

async function putRows(to: Picture, name: string, db: Level, except: string[]): Promise<void> {
  for (const [key, value] of await db.iterator().all()) {
    if (key === WRITES || except.some((prefix) => key.startsWith(prefix))) continue;
    to.set(`${name} ${key}`, key.startsWith("position!") ? "" : value);
    // What a range shows, a look by its key must show too.
    if (db.getSync(key) !== value) to.set(`${name} ${key} by key`, String(db.getSync(key)));
  }
}

function rowsOf(db: Level, prefix: string) {
  return db.iterator({ gte: prefix, lt: `${prefix}\u{10ffff}` }).all();
}

/** What opens each version's commitment, wherever one is kept. */
async function putSecrets(to: Picture, g: Gateway, row: string): Promise<void> {
  const { dataset, content } = JSON.parse(row) as { dataset: string; content: string };
  to.set(
    `commitments ${dataset} ${content}`,
    JSON.stringify(await g.secrets.openingOf(content as `0x${string}`)),
  );
}

async function laneOf(g: Gateway, name: string): Promise<string[]> {
  const { address } = g.keyring.named(name)!;
  return (await g.outbox.list({ limit: 100_000, key: address })).map((o) => o.id);
}

function secretOpens(keys: AccessKeys, secret: string): string {
  try {
    return keys.find(secret).id;
  } catch {
    return "refused";
  }
}

/** The first few entries that differ. */
export function differences(one: Picture, other: Picture): string[] {
  const names = new Set([...one.keys(), ...other.keys()]);
  return [...names].filter((name) => one.get(name) !== other.get(name)).slice(0, 5);
}
