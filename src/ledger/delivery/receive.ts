import { z } from "zod";
import { action, type DeliveryView, type Preparation, type VersionView } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { keccakText } from "../../core/hash.ts";
import { type Hex } from "../../core/hex.ts";
import { gradeOf, has, isCommitted } from "../../core/states.ts";
import { preimageOf } from "../dataset/publish.ts";
import { requireNamed } from "../gate/officers.ts";
import { openingMissing } from "../opening/missing.ts";
import { actor, content, deliveryReference, line, toNumbered } from "../inputs.ts";

const receipt = z.strictObject({
  delivery: deliveryReference(),
  content: content().describe("Digests and size of what arrived."),
  disputed: z
    .boolean()
    .default(false)
    .describe("What arrived differs from what was delivered: say so, and open a dispute by it."),
  note: line(300).default(""),
});

export const receiveDelivery = action({
  name: "receive-delivery",
  summary: {
    zh: "核对并签收交付；内容不符即形成争议。",
    en: "Sign for a delivery after checking it; other content opens a dispute.",
  },
  by: { officer: "use" },
  input: receipt,
  calls: "Deliveries.receiveDeliveries",
  leaves: "DeliveryReceived",
  prepare(i, p) {
    const delivery = deliveryView(i.delivery, p);
    requireSide(delivery, "consumer", i.delivery, p);
    if (delivery.received) {
      const details = { field: "delivery", value: i.delivery, delivery: i.delivery };
      throw new SuyuanError("LEDGER_DELIVERY_ALREADY_RECEIVED", details);
    }
    const version = p.view.version(delivery.version)!;
    requireNamed(p.view.grant(delivery.grant)!, p);
    return {
      delivery: delivery.id,
      grant: delivery.grant,
      version: preimageOf(version),
      nameHash: keccakText(delivery.name),
      content: contentOf(i, delivery, version, p),
      note: i.note,
    };
  },
  args: (step, receipts) => ({ step, receipts }),
  key: (e) => e.delivery,
  names: (e) => [e.grant],
});

/** As the chain compares it. Other content is signed for only when that is meant: there is no way back. */
function contentOf(
  i: z.infer<typeof receipt>,
  delivery: DeliveryView,
  version: VersionView,
  p: Preparation,
): Hex {
  const committed = isCommitted(gradeOf(version.state), has(version.state, "personal"));
  const found = committed ? committedContent(i, delivery, version, p) : i.content.sha256;
  if ((found === version.content) !== i.disputed) return found;
  const reason = i.disputed
    ? "is what was delivered, so there is nothing to dispute"
    : "differs from what was delivered; say `disputed` to open a dispute";
  throw new SuyuanError("INPUT_NOT_VALID", { field: "content", value: i.content.sha256, reason });
}

/** The commitment on chain where it opens to this content. Another salt would make another one of the same. */
function committedContent(
  i: z.infer<typeof receipt>,
  { provider }: DeliveryView,
  version: VersionView,
  p: Preparation,
): Hex {
  const opened = p.opened(version.content);
  if (!opened) throw openingMissing("delivery", i.delivery, provider, p);
  const { sha256, sm3, size } = i.content;
  const isSame = sha256 === opened.sha256 && sm3 === opened.sm3 && size === opened.size;
  return isSame ? version.content : p.commit(version.dataset, i.content).sha256;
}

export function deliveryView(reference: string, { view }: Preparation): DeliveryView {
  const found = view.delivery(toNumbered("delivery", reference, view, "delivery"));
  if (!found) throw new SuyuanError("THING_UNKNOWN", { field: "delivery", value: reference });
  return found;
}

export function requireSide(
  delivery: DeliveryView,
  side: "consumer" | "provider",
  given: string,
  p: Preparation,
): void {
  const { id, code } = actor(p);
  if (id === delivery[side]) return;
  const details = { field: "delivery", value: given, delivery: given, organisation: code };
  throw new SuyuanError("LEDGER_DELIVERY_NOT_YOURS", details);
}
