import { z } from "zod";
import { action, type GrantView, type Preparation, type VersionView } from "../../core/action.ts";
import { SuyuanError } from "../../core/errors.ts";
import { keccakText } from "../../core/hash.ts";
import { type Hex, ZERO32 } from "../../core/hex.ts";
import { deliveryId } from "../../core/ids.ts";
import { instant } from "../../core/instant.ts";
import { type Grade, gradeNumber, gradeOf, has } from "../../core/states.ts";
import { preimageOf } from "../dataset/publish.ts";
import { requirePassage } from "../gate/requiring.ts";
import { grantView } from "../grant/actions.ts";
import { actor, digest, grantReference, line, NAME_BYTES, toVersion, versionReference } from "../inputs.ts";

const handover = z.strictObject({
  grant: grantReference(),
  version: versionReference(),
  name: line(60, NAME_BYTES)
    .min(1)
    .default("first")
    .describe("Tells it from other deliveries of the same version under the grant."),
  manifest: digest().optional().describe("SHA-256 of the manifest of a delivery in many parts."),
  parts: z
    .int()
    .min(1)
    .max(2 ** 32 - 1)
    .default(1),
  note: line(300).default(""),
});
type Handover = z.infer<typeof handover>;

export const deliver = action({
  name: "deliver",
  summary: {
    zh: "登记向使用方交付一个版本。",
    en: "Record that a version was handed over under a grant.",
  },
  by: { officer: "share" },
  input: handover,
  calls: "Deliveries.deliver",
  leaves: "DataDelivered",
  prepare(i, p) {
    const grant = grantView(i.grant, p);
    const version = p.view.version(toVersion(i.version, p.view, "version"));
    if (!version) throw new SuyuanError("THING_UNKNOWN", { field: "version", value: i.version });
    requireHoldingGrant(i, grant, p);
    requireDeliverable(i, grant, version);
    const given = { grant: i.grant, version: i.version, delivery: i.name };
    requirePassage({ grant, version, given, emergency: grant.window === 0 }, p);
    if ((i.manifest === undefined) !== (i.parts === 1))
      throw new SuyuanError("LEDGER_MANIFEST_NOT_VALID", {
        field: "parts",
        value: i.parts,
        delivery: i.version,
      });
    const handed = { grant: grant.id, version: version.id, nameHash: keccakText(i.name) };
    const id = deliveryId(handed);
    if (p.view.delivery(id))
      throw new SuyuanError("LEDGER_DELIVERY_EXISTS", { field: "name", value: i.name, delivery: i.name });
    return {
      id,
      grant: grant.id,
      versionId: version.id,
      version: preimageOf(version),
      name: i.name,
      manifest: i.manifest ?? ZERO32,
      parts: i.parts,
      note: i.note,
    };
  },
  args: (step, handovers) => ({ step, handovers }),
  key: (e) => e.id,
  makes: (e) => [{ id: e.id }],
  names: (e) => [e.grant, e.versionId],
});

function requireHoldingGrant(i: Handover, grant: GrantView, p: Preparation): void {
  const about = { field: "grant", value: i.grant, grant: i.grant };
  const { id, code } = actor(p);
  if (id !== grant.provider)
    throw new SuyuanError("LEDGER_GRANT_NOT_YOURS", { ...about, organisation: code });
  if (grant.standing === "suspended") throw new SuyuanError("LEDGER_GRANT_SUSPENDED_ALREADY", about);
  if (grant.standing !== "live") throw new SuyuanError("LEDGER_GRANT_ENDED", about);
  if (p.view.now() > grant.expires)
    throw new SuyuanError("LEDGER_GRANT_EXPIRED", { ...about, expires: instant(grant.expires) });
}

const undeliverable = ["withdrawn", "recalled", "affected", "confined"] as const;

function requireDeliverable(i: Handover, grant: GrantView, version: VersionView): void {
  const about = { field: "version", value: i.version, delivery: i.name, version: i.version };
  if (version.dataset !== grant.dataset) throw new SuyuanError("LEDGER_VERSION_NOT_COVERED", about);
  const state = undeliverable.find((s) => has(version.state, s));
  if (state) throw new SuyuanError("LEDGER_VERSION_NOT_DELIVERABLE", { ...about, state });
  const found = gradeOf(version.state);
  if (gradeNumber(found) > gradeNumber(grant.ceiling as Grade))
    throw new SuyuanError("LEDGER_CEILING_EXCEEDED", { ...about, grade: found, ceiling: grant.ceiling });
}

/** What a delivery's id is made of. */
export function handedOf(d: { grant: Hex; version: Hex; name: string }) {
  return { grant: d.grant, version: d.version, nameHash: keccakText(d.name) };
}
