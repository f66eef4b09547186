import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Step } from "../../../sample/run.ts";
import { copyOf, deliveries, type Delivery } from "../../../sample/sharing/deliveries.ts";
import { feedback } from "../../../sample/sharing/feedback.ts";
import { digestFile } from "../../content/digest.ts";
import { keccakText } from "../../core/hash.ts";
import { type Hex } from "../../core/hex.ts";
import { deliveryId } from "../../core/ids.ts";
import { deliveries as rows, type DeliveryRow } from "../../ledger/delivery/tables.ts";
import { type City, type OnProgress } from "../city.ts";
import { inBoth, ownerOf, wave, type Act } from "./acts.ts";
import { citationsMissing, consentsMissing } from "./consenting.ts";
import { publishAll, type Published } from "./publishing.ts";
import { actsOfRequests, filings, grantNamed, nextSteps, requestNamed } from "./requesting.ts";

const DELIVERY = "first";

/**
 * Requests, decisions, deliveries, receipts, uses and feedback, each wave all that can be done at once. It
 * does what the ledger does not hold yet, so that an interrupted one goes on. Every grant comes before the
 * first delivery: whoever owes feedback by then is granted nothing more.
 */
export async function shareInSample(
  g: City,
  p: Published,
  steps: readonly Step[],
  onProgress: OnProgress,
): Promise<void> {
  const receipts = deliveries.filter(({ received }) => received).length;
  const total = actsOfRequests + deliveries.length + receipts + feedback.length;
  let done = 0;
  const perform = async (acts: readonly Act[]) => {
    onProgress("sharing", done, total);
    await wave(g, acts);
    done += acts.length;
  };
  await perform(consentsMissing(g));
  await perform(citationsMissing(g, p));
  await perform(filings(g));
  for (let acts = nextSteps(g); acts.length > 0; acts = nextSteps(g)) await perform(acts);
  await perform(handovers(g, p));
  await perform(await receiptsOf(g, p, steps));
  const used = steps.filter(({ under }) => under.length > 0);
  await publishAll(g, p, used, { grantNamed });
  await perform(reports(g, p));
  onProgress("sharing", total, total);
}

function handovers(g: City, p: Published): Act[] {
  const missing = deliveries.filter((d) => !deliveryOf(g, p, d));
  return missing.map((d) => {
    const input = { grant: grantNamed(d.request), version: p.ids.get(d.version), name: DELIVERY };
    return { action: "deliver", by: ownerOf(d.version), input };
  });
}

/** Each consumer takes its copy and signs for what it finds in that. */
async function receiptsOf(g: City, p: Published, steps: readonly Step[]): Promise<Act[]> {
  const due = deliveries.filter((d) => d.received && !deliveryOf(g, p, d)!.received);
  const copied = await Promise.all(
    due.map(async (d) => {
      const by = requestNamed(d.request).consumer;
      const { file } = steps.find(({ id }) => id === d.version)!;
      const copy = join(p.folder, copyOf(by, file));
      await mkdir(dirname(copy), { recursive: true });
      await copyFile(join(p.folder, file), copy);
      return { d, by, copy };
    }),
  );
  return Promise.all(
    copied.map(async ({ d, by, copy }) => {
      const input = { delivery: idOf(p, d), content: await digestFile(copy) };
      return { action: "receive-delivery", by, input };
    }),
  );
}

function reports(g: City, p: Published): Act[] {
  return feedback.flatMap(({ request, outcome, scenario, effect, derived }) => {
    const d = deliveries.find((one) => one.request === request)!;
    if (deliveryOf(g, p, d)!.reports.length > 0) return [];
    const made = derived.map((step) => p.ids.get(step));
    const words = { scenario: inBoth(scenario), effect: inBoth(effect) };
    const input = { delivery: idOf(p, d), outcome, ...words, derived: made };
    return [{ action: "report-feedback", by: requestNamed(request).consumer, input }];
  });
}

function deliveryOf(g: City, p: Published, d: Delivery): DeliveryRow | undefined {
  return g.index.rows.get(rows, idOf(p, d));
}

function idOf(p: Published, d: Delivery): Hex {
  const version = p.ids.get(d.version)!;
  return deliveryId({ grant: grantNamed(d.request), version, nameHash: keccakText(DELIVERY) });
}
