import { SuyuanError } from "../../core/errors.ts";
import { type LedgerSources } from "../lineage/sources.ts";
import { cursorAt, placeIn } from "../lists.ts";
import { useBeforeDelivery } from "./earlyUse.ts";
import { type Finding, type FindingKind } from "./finding.ts";
import { deliveryAfterRecall } from "./lateDelivery.ts";
import { type ScanKind } from "./look.ts";
import { receiptWithoutDelivery } from "./receipts.ts";
import { sameContent } from "./sameContent.ts";
import { neverGranted } from "./ungranted.ts";
import { overdueNotRecorded } from "./unrecorded.ts";

/** In the order of `findingKinds`. */
export const scanKinds: readonly ScanKind[] = [
  sameContent,
  receiptWithoutDelivery,
  useBeforeDelivery,
  deliveryAfterRecall,
  neverGranted,
  overdueNotRecorded,
];

/** A page that read so many rows ends where it is, however few findings it has. */
const COST = 10_000;

export interface ScanPage {
  items: Finding[];
  next: string | null;
  /** How much of the way is behind it, in percent. */
  percent: number;
}

/** Where to go on: after this place of this kind, leaving out so many findings of the one that follows it. */
interface From {
  kind: number;
  after: string | undefined;
  skip: number;
}

/** One page of findings, kind after kind, each in the order of its own way. */
export async function scan(
  wanted: { kind?: FindingKind | undefined; limit: number; cursor?: string | undefined },
  s: LedgerSources,
): Promise<ScanPage> {
  const kinds = scanKinds.filter(({ name }) => wanted.kind === undefined || name === wanted.kind);
  const start = `scan!${wanted.kind ?? ""}!`;
  const from = readFrom(wanted.cursor, start, kinds.length);
  const items: Finding[] = [];
  let cost = 0;
  const ending = (at: From, share: number): ScanPage => ({
    items,
    next: cursorAt(start, [at.kind, at.skip, at.after ?? ""].join(".")),
    percent: Math.floor((100 * (at.kind + Math.min(1, share))) / kinds.length),
  });
  for (let kind = from.kind; kind < kinds.length; kind++) {
    const way = kinds[kind]!;
    let { after, skip } = kind === from.kind ? from : { after: undefined, skip: 0 };
    for await (const look of way.look(after, s)) {
      const room = wanted.limit - items.length;
      const found = look.findings.slice(skip);
      items.push(...found.slice(0, room));
      const share = () => way.share(look.place, s);
      if (found.length > room) return ending({ kind, after, skip: skip + room }, share());
      ({ place: after } = look);
      skip = 0;
      cost += look.cost;
      if (items.length === wanted.limit || cost >= COST) return ending({ kind, after, skip }, share());
    }
  }
  return { items, next: null, percent: 100 };
}

const FORM = /^(\d)\.(\d{1,9})\.([0-9a-zA-Z-]*)$/;

function readFrom(cursor: string | undefined, start: string, kinds: number): From {
  if (cursor === undefined) return { kind: 0, after: undefined, skip: 0 };
  const [, kind, skip, after] = FORM.exec(placeIn(cursor, start, FORM))!;
  if (Number(kind) >= kinds) {
    const reason = "must be the “next” of this same list";
    throw new SuyuanError("INPUT_NOT_VALID", { field: "cursor", value: cursor, reason });
  }
  return { kind: Number(kind), after: after || undefined, skip: Number(skip) };
}
