import { type VersionRow } from "../dataset/tables.ts";
import { type DeliveryRow } from "../delivery/tables.ts";
import { type Moment } from "../lineage/moment.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { cursorAt, placeIn } from "../lists.ts";
import { deliveriesAt, type Place, reachedFrom, versionsAt } from "./reached.ts";

interface Wanted {
  limit: number;
  cursor?: string | undefined;
  /** No further from what fell than this. */
  depth?: number | undefined;
}

interface PageOf<T> {
  items: T[];
  next: string | null;
}

/** A page that looked at so many versions ends where it is, however few it found. */
const LOOKS = 20_000;

/** One page of what `keep` makes of derived versions, in the order of their depth and then of the chain. */
export async function versionsAfter<T>(
  from: readonly number[],
  wanted: Wanted,
  at: Moment,
  s: LedgerSources,
  keep: (found: Place & { row: VersionRow }) => T | undefined,
): Promise<PageOf<T>> {
  const start = `fallout-versions!${from.join()}!`;
  const after = wanted.cursor === undefined ? [0] : numbersIn(wanted.cursor, start, /^\d+\.\d+$/);
  const all = placesAfter(after, reachedFrom(from, at, s).places).filter(({ depth }) => depth > 0);
  const read = all.slice(0, LOOKS);
  const items: T[] = [];
  for await (const found of versionsAt(read, s.rows)) {
    const item = keep(found);
    if (item !== undefined) items.push(item);
    if (items.length < wanted.limit) continue;
    const isLast = found.node === all.at(-1)!.node;
    return { items, next: isLast ? null : cursorAt(start, `${found.depth}.${found.node}`) };
  }
  const last = read.at(-1);
  return { items, next: read.length < all.length ? cursorAt(start, `${last!.depth}.${last!.node}`) : null };
}

/** Likewise of deliveries of these versions and the derived ones. */
export async function deliveriesAfter<T>(
  from: readonly number[],
  wanted: Wanted,
  at: Moment,
  s: LedgerSources,
  keep: (found: Place & { delivery: DeliveryRow }) => T | undefined,
): Promise<PageOf<T>> {
  const { limit, cursor, depth = Infinity } = wanted;
  const start = `fallout-deliveries!${from.join()}!`;
  const after = cursor === undefined ? [] : numbersIn(cursor, start, /^\d+\.\d+\.\d+$/);
  const [d = 0, node = -1, number = 0] = after;
  const places = placesAfter([d, node - 1], reachedFrom(from, at, s).places).filter((p) => p.depth <= depth);
  const items: T[] = [];
  let last = "";
  for await (const found of deliveriesAt(places, at, s.rows)) {
    if (found.node === node && found.delivery.number <= number) continue;
    // One more than wanted shows that there is a next page.
    if (items.length === limit) return { items, next: cursorAt(start, last) };
    const item = keep(found);
    if (item === undefined) continue;
    items.push(item);
    last = `${found.depth}.${found.node}.${found.delivery.number}`;
  }
  return { items, next: null };
}

/** What comes after [depth, node]; what was derived meanwhile has a place of its own among them. */
function placesAfter([depth = 0, node = -1]: number[], places: Place[]): Place[] {
  return places.filter((p) => p.depth > depth || (p.depth === depth && p.node > node));
}

function numbersIn(cursor: string, start: string, form: RegExp): number[] {
  return placeIn(cursor, start, form).split(".").map(Number);
}
