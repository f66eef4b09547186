import { consents } from "../../../sample/sharing/consents.ts";
import { consentId } from "../../core/ids.ts";
import { consents as rows } from "../../ledger/consent/tables.ts";
import { versions } from "../../ledger/dataset/tables.ts";
import { toDataset } from "../../ledger/inputs.ts";
import { type City } from "../city.ts";
import { inBoth, ownerOf, type Act } from "./acts.ts";
import { type Published } from "./publishing.ts";

const idOf = (dataset: string, name: string) => consentId(toDataset(dataset), name);

/** Consents that are not on the ledger yet. */
export function consentsMissing(g: City): Act[] {
  const missing = consents.filter(({ dataset, name }) => !g.index.rows.get(rows, idOf(dataset, name)));
  return missing.map(({ dataset, name, statement }) => {
    const input = { dataset, name, statement: inBoth(statement) };
    return { action: "record-consent", by: ownerOf(dataset), input };
  });
}

/** What rests on them and does not say so yet. */
export function citationsMissing(g: City, p: Published): Act[] {
  return consents.flatMap(({ dataset, name, steps }) => {
    const consent = idOf(dataset, name);
    const ids = steps.map((step) => p.ids.get(step)!);
    const silent = ids.filter((id) => !g.index.rows.get(versions, id)!.consents.includes(consent));
    return silent.map((version) => {
      return { action: "cite-consent", by: ownerOf(dataset), input: { version, consent } };
    });
  });
}
