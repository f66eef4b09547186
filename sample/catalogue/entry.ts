import { text, type Text } from "../city.ts";
import { licences } from "./licences.ts";

export interface Dataset {
  /** Code of the department. */
  owner: string;
  code: string;
  name: Text;
  description: Text;
  domain: string;
  category: "raw" | "cleaned" | "joined" | "aggregated";
  grade: "general-1" | "general-2" | "general-3" | "general-4" | "important" | "core";
  personal: boolean;
  sharing: "unconditional" | "conditional" | "not-shared";
  cadence?: string;
  licence?: string;
}

type Terms = Partial<Pick<Dataset, "grade" | "personal" | "sharing" | "cadence">>;
type Words = [zh: string, en: string];

const open = { grade: "general-1", personal: false, sharing: "unconditional" } as const;

/** The two ways a domain describes its datasets; a path is `department/code`. */
export function catalogueOf(domain: string) {
  const entry = (
    path: string,
    category: Dataset["category"],
    name: Words,
    description: Text,
    terms: Terms,
  ): Dataset => {
    const [owner = "", code = ""] = path.split("/");
    return { owner, code, name: text(...name), description, domain, category, ...open, ...terms };
  };
  const collected = (path: string, source: string, name: Words, terms: Terms = {}): Dataset => ({
    ...entry(path, "raw", name, standIn(source), terms),
    ...(licences[source] === undefined ? {} : { licence: licences[source] }),
  });
  const made = (
    path: string,
    category: Dataset["category"],
    name: Words,
    about: Words,
    terms: Terms = {},
  ): Dataset => entry(path, category, name, computed(...about), terms);
  return { collected, made };
}

const standIn = (source: string): Text =>
  text(
    `替代数据：npm 包 vega-datasets 附带的公开数据文件 ${source}，原样收录，并非本市真实数据。`,
    `Stand-in: the public file ${source} shipped by the npm package vega-datasets, as received; not this city's own data.`,
  );

const computed = (zh: string, en: string): Text =>
  text(
    `${zh}由 vega-datasets 附带的公开替代数据计算得出。`,
    `${en} Computed from stand-in public data shipped by vega-datasets.`,
  );
