import { existsSync } from "node:fs";
import { SuyuanError } from "../core/errors.ts";
import { versionReference } from "../ledger/inputs.ts";
import { type Api } from "./api.ts";
import { hash } from "./content.ts";

/** A parent as given: a reference, or a file whose content is one version and no other. */
export async function parentReference(given: string, api: Api): Promise<string> {
  if (versionReference().safeParse(given).success) return given;
  if (!existsSync(given)) {
    const reason = "must be like owner/dataset@3, or a file that is on the ledger";
    throw new SuyuanError("INPUT_NOT_VALID", { field: "parent", value: given, reason });
  }
  const { digest } = await hash(given);
  const { items } = await api.query("check", { digest: digest.sha256 });
  const [only, ...others] = items;
  if (only === undefined) throw new SuyuanError("THING_UNKNOWN", { field: "parent", value: given });
  if (others.length === 0) return only.id;
  const reason = `is the content of several versions; name one of ${items.map((v) => v.name).join(", ")}`;
  throw new SuyuanError("INPUT_NOT_VALID", { field: "parent", value: given, reason });
}
