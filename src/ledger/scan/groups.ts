import { type Hex } from "../../core/hex.ts";
import { type RowReader } from "../../core/table.ts";
import { datasets, digests, versions, type VersionRow } from "../dataset/tables.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { rowsAfter } from "./look.ts";

export interface Member {
  node: number;
  owner: Hex;
  dataset: Hex;
  /** Shared without conditions. */
  open: boolean;
}

/** One plain content under several owners. */
export interface Group {
  digest: Hex;
  /** In chain order. */
  members: Member[];
  /** Each owner's first version of it, in chain order. */
  firsts: VersionRow[];
}

export interface Looked {
  digest: Hex;
  count: number;
  /** When two owners or more have it. */
  group: Group | undefined;
}

const DIGEST = 66;

/** Every digest after one, in order; the versions of a digest that has but one are not read. */
export async function* groupsAfter(after: Hex | undefined, rows: RowReader): AsyncGenerator<Looked> {
  let digest: Hex | undefined;
  let ids: Hex[] = [];
  // A key begins with its digest, and `!` to `~` are all the characters that may follow.
  for await (const { key, row } of rowsAfter(rows, digests, after && `${after}~`)) {
    const next = key.slice(0, DIGEST) as Hex;
    if (digest !== undefined && next !== digest) {
      yield { digest, count: ids.length, group: await groupOf(digest, ids, rows) };
      ids = [];
    }
    digest = next;
    ids.push(row);
  }
  if (digest !== undefined) yield { digest, count: ids.length, group: await groupOf(digest, ids, rows) };
}

const SLICE = 500;

async function groupOf(digest: Hex, ids: Hex[], rows: RowReader): Promise<Group | undefined> {
  if (ids.length < 2) return undefined;
  const members: Member[] = [];
  const firsts = new Map<Hex, VersionRow>();
  for (let i = 0; i < ids.length; i += SLICE) {
    const found = await rows.many(versions, ids.slice(i, i + SLICE));
    // The same versions are listed under their SM3, too.
    for (const row of found) if (row?.content === digest && !row.committed) add(row);
  }
  return firsts.size > 1 ? { digest, members, firsts: [...firsts.values()] } : undefined;

  function add(row: VersionRow): void {
    const dataset = rows.get(datasets, row.dataset);
    const owner = dataset?.owner ?? row.organisation;
    const open = dataset?.unconditional ?? false;
    members.push({ node: row.ordinal, owner, dataset: row.dataset, open });
    if (!firsts.has(owner)) firsts.set(owner, row);
  }
}

/**
 * The owners' first versions that nothing on the ledger explains: they do not descend from another owner's
 * earlier version of the same content. The very first explains itself.
 */
export function unexplained({ members, firsts }: Group, { graph }: LedgerSources): VersionRow[] {
  const owners = new Map(members.map((m) => [m.node, m.owner]));
  return firsts.slice(1).filter(({ ordinal: node }) => {
    const { nodes } = graph.levelled({ from: [node], direction: "up" });
    return !nodes.some((n) => owners.has(n) && owners.get(n) !== owners.get(node));
  });
}
