import { type Hex } from "../../core/hex.ts";
import { type RowReader } from "../../core/table.ts";
import { grants, grantsOf, type GrantRow } from "../grant/tables.ts";
import { type Moment } from "../lineage/moment.ts";

const AT_ONCE = 500;

/** Grants of these datasets that held at a moment, by their numbers. A suspended one holds: it may be resumed. */
export async function openGrants(
  owners: Iterable<Hex>,
  datasets: ReadonlySet<Hex>,
  at: Moment,
  rows: RowReader,
): Promise<GrantRow[]> {
  const open: GrantRow[] = [];
  for (const owner of owners)
    for await (const row of grantsFrom(owner, rows))
      if (datasets.has(row.dataset) && isOpen(row, at, rows)) open.push(row);
  return open.sort((a, b) => a.number - b.number);
}

async function* grantsFrom(provider: Hex, rows: RowReader): AsyncGenerator<GrantRow> {
  for (let after: string | undefined; ;) {
    const range = { prefix: provider, limit: AT_ONCE, ...(after === undefined ? {} : { after }) };
    const found = await rows.range(grantsOf, range);
    const all = await rows.many(
      grants,
      found.map(({ row }) => row),
    );
    for (const row of all) if (row?.provider === provider) yield row;
    if (found.length < AT_ONCE) return;
    after = found.at(-1)!.key;
  }
}

export function isOpen(row: GrantRow, at: Moment, rows: RowReader): boolean {
  if (row.block > at.block || at.time > row.expires) return false;
  const amended = row.amendedBy && rows.get(grants, row.amendedBy);
  if (amended && amended.block <= at.block) return false;
  return !row.steps.some((s) => s.block <= at.block && ends.includes(s.event));
}

const ends = ["GrantRevoked", "GrantTerminated"];
