import { type Hex } from "../../core/hex.ts";
import { datasets, type VersionRow } from "../dataset/tables.ts";
import { type DeliveryRow } from "../delivery/tables.ts";
import { type GrantRow } from "../grant/tables.ts";
import { type LedgerSources, type Walked } from "../lineage/sources.ts";
import { closedBy, type Fall, isMarked, spreads } from "./falls.ts";
import { openGrants } from "./grants.ts";
import { deliveriesAt, type Place, reachedFrom, versionsAt } from "./reached.ts";
import { ageOf, isSettled, responseTo, type Standpoint } from "./standpoint.ts";
import { type Response } from "./tables.ts";

/** So many versions, by what is the case with them. */
export interface Tally {
  versions: number;
  /** The chain itself says that they are affected; of the others only the index does. */
  onChain: number;
  /** Neither withdrawn nor corrected nor recalled themselves. */
  open: number;
}

export interface OwnerTally extends Tally {
  datasets: Set<Hex>;
}

export interface ConsumerTally {
  grants: number;
  deliveries: number;
  received: number;
  /** By what the consumer said last. */
  said: Record<Response, number>;
}

/** What something that fell takes with it. */
export interface Fallout {
  /** The struck versions are not among the descendants. */
  descendants: Tally;
  depths: Tally[];
  owners: Map<Hex, OwnerTally>;
  grants: GrantRow[];
  consumers: Map<Hex, ConsumerTally>;
  remainder: {
    deliveries: number;
    versions: number;
    /** Seconds; of what has been open for longest. */
    oldest: number | null;
  };
  cut: Walked["cut"];
}

/** Counts all that a blow reaches. A withdrawal concerns what was delivered of the version itself alone. */
export async function falloutOf(
  struck: readonly VersionRow[],
  fall: Fall,
  at: Standpoint,
  s: LedgerSources,
): Promise<Fallout> {
  const { places, cut } = reachedFrom(
    struck.map((v) => v.ordinal),
    at,
    s,
  );
  const counting = new Counting(fall, at, s);
  for await (const place of versionsAt(places, s.rows)) counting.version(place);
  const concerned = spreads(fall) ? places : places.filter(({ depth }) => depth === 0);
  for await (const { delivery } of deliveriesAt(concerned, at, s.rows)) counting.delivery(delivery);
  return { ...(await counting.done()), cut };
}

class Counting {
  readonly #fall: Fall;
  readonly #at: Standpoint;
  readonly #s: LedgerSources;
  readonly #descendants = none();
  readonly #depths: Tally[] = [];
  readonly #owners = new Map<Hex, OwnerTally>();
  readonly #consumers = new Map<Hex, ConsumerTally>();
  /** With such versions → its owner. */
  readonly #datasets = new Map<Hex, Hex>();
  readonly #remainder: Fallout["remainder"] = { deliveries: 0, versions: 0, oldest: null };

  constructor(fall: Fall, at: Standpoint, s: LedgerSources) {
    this.#fall = fall;
    this.#at = at;
    this.#s = s;
  }

  version({ row, depth }: Place & { row: VersionRow }): void {
    const owner = this.#s.rows.get(datasets, row.dataset)?.owner ?? row.organisation;
    if (depth === 0 || spreads(this.#fall)) this.#datasets.set(row.dataset, owner);
    if (depth === 0) return;
    const of = this.#owners.get(owner) ?? { ...none(), datasets: new Set<Hex>() };
    this.#owners.set(owner, of);
    of.datasets.add(row.dataset);
    const isOpen = closedBy(row, this.#at) === null;
    const level = (this.#depths[depth - 1] ??= none());
    for (const tally of [this.#descendants, level, of]) {
      tally.versions++;
      if (isMarked(row, this.#at)) tally.onChain++;
      if (isOpen) tally.open++;
    }
    if (isOpen && spreads(this.#fall)) this.#leave("versions", row.time);
  }

  delivery(row: DeliveryRow): void {
    const of = this.#consumer(row);
    of.deliveries++;
    if (row.received && row.received.block <= this.#at.block) of.received++;
    const response = responseTo(row.id, this.#at, this.#s);
    if (response) of.said[response.response]++;
    if (!isSettled(response)) this.#leave("deliveries", row.time);
  }

  async done(): Promise<Omit<Fallout, "cut">> {
    const owners = new Set(this.#datasets.values());
    const grants = await openGrants(owners, new Set(this.#datasets.keys()), this.#at, this.#s.rows);
    for (const grant of grants) this.#consumer(grant).grants++;
    return {
      descendants: this.#descendants,
      depths: this.#depths,
      owners: this.#owners,
      grants,
      consumers: this.#consumers,
      remainder: this.#remainder,
    };
  }

  #consumer({ consumer }: { consumer: Hex }): ConsumerTally {
    const found = this.#consumers.get(consumer);
    if (found) return found;
    const said = { deleted: 0, replaced: 0, "in-use": 0 };
    const fresh = { grants: 0, deliveries: 0, received: 0, said };
    this.#consumers.set(consumer, fresh);
    return fresh;
  }

  #leave(what: "deliveries" | "versions", came: number): void {
    this.#remainder[what]++;
    const age = ageOf(this.#fall.time, came, this.#at);
    if (this.#remainder.oldest === null || age > this.#remainder.oldest) this.#remainder.oldest = age;
  }
}

function none(): Tally {
  return { versions: 0, onChain: 0, open: 0 };
}
