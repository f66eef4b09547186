import { type Dataset } from "../catalogue/entry.ts";
import { text, type Text } from "../city.ts";
import { datasets } from "../datasets.ts";
import { datasetOf } from "../pipeline.ts";
import { plans } from "../run.ts";

export interface SupplyItem {
  /** `owner/code` */
  dataset: string;
  sharing: Dataset["sharing"];
  /** The condition, or the legal ground of not sharing; none when unconditional. */
  terms: Text | null;
  cadence: string;
  onPlatform: boolean;
  fields: string[];
}

/** Why these are not shared. */
const grounds: Readonly<Record<string, Text>> = {
  "public-security/residents": text(
    "《个人信息保护法》：居民原始登记不予共享，可申请汇总数据。",
    "Personal Information Protection Law: the register itself is not shared; ask for what is aggregated from it.",
  ),
  "public-security/households": text(
    "《个人信息保护法》：同住关系不予共享，可申请汇总数据。",
    "Personal Information Protection Law: who lives with whom is not shared; ask for what is aggregated from it.",
  ),
  "planning-resources/base-map": text(
    "《测绘法》《保守国家秘密法》：高精度底图不予共享。",
    "Surveying and Mapping Law, State Secrets Law: the detailed map is not shared.",
  ),
  "planning-resources/county-register": text(
    "《测绘法》《保守国家秘密法》：界线资料不予共享。",
    "Surveying and Mapping Law, State Secrets Law: boundaries are not shared.",
  ),
};

/** What is asked of everyone; the first that fits. */
const conditions: readonly { of: (d: Dataset) => boolean; terms: Text }[] = [
  {
    of: (d) => d.personal,
    terms: text(
      "个人信息：以履行法定职责所必需为限，不得再次提供。",
      "Personal: no more than a statutory duty needs, and not handed on.",
    ),
  },
  {
    of: (d) => d.grade === "important",
    terms: text(
      "重要数据：须说明用途与保护措施，用后反馈。",
      "Important: purpose and safeguards stated, use reported.",
    ),
  },
  {
    of: () => true,
    terms: text(
      "履行职责确需使用，按申请的用途使用并反馈。",
      "For duties that need it, used as asked for, and reported.",
    ),
  },
];

/** Kept in their departments' own systems, so that a reply takes longer. */
const offPlatform = new Set(["public-security", "planning-resources"]);

/** All that every department owns, in the catalogue's order. */
export const supply: readonly SupplyItem[] = datasets.map((d) => {
  const dataset = `${d.owner}/${d.code}`;
  return {
    ...{ dataset, sharing: d.sharing, terms: termsOf(d, dataset), cadence: d.cadence ?? "none" },
    onPlatform: !offPlatform.has(d.owner),
    fields: fieldsOf(dataset),
  };
});

function termsOf(d: Dataset, dataset: string): Text | null {
  if (d.sharing === "unconditional") return null;
  if (d.sharing === "conditional") return conditions.find(({ of }) => of(d))!.terms;
  const ground = grounds[dataset];
  if (ground === undefined) throw new Error(`${dataset} is not shared, and no ground says why`);
  return ground;
}

/** Columns of all its versions, in the order of their first appearance. */
function fieldsOf(dataset: string): string[] {
  const columns = plans.filter((plan) => datasetOf(plan.id) === dataset).flatMap((plan) => plan.columns);
  return [...new Set(columns.map(({ name }) => name))];
}
