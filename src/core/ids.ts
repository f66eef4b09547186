import { keccakText, keccakWords } from "./hash.ts";
import { remembered } from "./remembered.ts";
import { ZERO32, type Hex } from "./hex.ts";

/** An id's first byte says what it names; contracts/lib/Ids.sol has the same (test/vectors/ids.json). */
export const kinds = {
  organisation: 0x01,
  domain: 0x02,
  dataset: 0x03,
  version: 0x04,
  grant: 0x05,
  delivery: 0x06,
  run: 0x07,
  supply: 0x08,
  request: 0x09,
  calendar: 0x0a,
  consent: 0x0b,
  assessment: 0x0c,
  evidence: 0x0d,
  spine: 0xff,
} as const;

export type Kind = keyof typeof kinds;

function cut(kind: Kind, hash: Hex): Hex {
  return `0x${kinds[kind].toString(16).padStart(2, "0")}${hash.slice(2, 64)}`;
}

export function kindOf(id: Hex): Kind | undefined {
  const byte = Number.parseInt(id.slice(2, 4), 16);
  return (Object.keys(kinds) as Kind[]).find((k) => kinds[k] === byte);
}

export const SPINE_SUBJECT = cut("spine", keccakText("suyuan spine"));

export function organisationId(code: string): Hex {
  return cut("organisation", keccakText(code));
}

export function domainId(code: string): Hex {
  return cut("domain", keccakText(code));
}

export function datasetId(registrant: Hex, code: string): Hex {
  return cut("dataset", keccakWords([registrant, keccakText(code)]));
}

export const runId = remembered((by: Hex, job: string, code: Hex, name: string): Hex =>
  cut("run", keccakWords([by, keccakText(job), code, keccakText(name)])),
);

/** What a version's id is made of. */
export interface Preimage {
  dataset: Hex;
  content: Hex;
  run: Hex;
  parentsHash: Hex;
  underHash: Hex;
}

export function hashOfIds(ids: readonly Hex[]): Hex {
  return ids.length === 0 ? HASH_OF_NONE : keccakWords(ids);
}

const HASH_OF_NONE = keccakWords([]);

/** Grants as they enter an id: no list at all when every one is zero. */
export function canonicalUnder(under: readonly Hex[]): Hex[] {
  return under.every((g) => g === ZERO32) ? [] : [...under];
}

export function supplyId(dataset: Hex): Hex {
  return cut("supply", keccakWords([dataset]));
}

export function requestId(consumer: Hex, dataset: Hex, name: string): Hex {
  return cut("request", keccakWords([consumer, dataset, keccakText(name)]));
}

/** `amended` is the grant that this one takes the place of; zero for the first of a request. */
export function grantId(request: Hex, amended: Hex): Hex {
  return cut("grant", keccakWords([request, amended]));
}

/** The subject of a year's table of working days. */
export function calendarId(year: number): Hex {
  return cut("calendar", keccakWords([`0x${year.toString(16).padStart(64, "0")}`]));
}

export function consentId(dataset: Hex, name: string): Hex {
  return cut("consent", keccakWords([dataset, keccakText(name)]));
}

/** `code` is the assessing authority's reference. */
export function assessmentId(code: string): Hex {
  return cut("assessment", keccakText(code));
}

/** The evidence of desensitisation that a version rests on. */
export function evidenceId(version: Hex): Hex {
  return cut("evidence", keccakWords([version]));
}

/** What a delivery's id is made of. */
export interface Handed {
  grant: Hex;
  version: Hex;
  /** keccak256 of the delivery's name. */
  nameHash: Hex;
}

export function deliveryId({ grant, version, nameHash }: Handed): Hex {
  return cut("delivery", keccakWords([grant, version, nameHash]));
}

export function versionId(p: Preimage): Hex {
  return cut("version", keccakWords([p.dataset, p.content, p.run, p.parentsHash, p.underHash]));
}
