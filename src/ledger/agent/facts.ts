import { type Hex } from "../../core/hex.ts";
import { fact, type Fact, type FactDefinition } from "../../core/fact.ts";
import { permissionsOf } from "../../core/permissions.ts";
import { ordinal, type Rows } from "../../core/table.ts";
import { nameIn } from "../metadata.ts";
import { endpointUrl } from "./endpoint.ts";
import {
  endpoints,
  keysOfOrganisation,
  officerKeys,
  offices,
  organisationKinds,
  organisationNumbers,
  organisations,
  type KeyInterval,
  type OrganisationRow,
} from "./tables.ts";

const FOREVER = 2 ** 48 - 1;

interface Admitted {
  number: bigint;
  kind: bigint;
  dataOfficer: Hex;
  permissions: bigint;
  code: string;
  metadata: string;
}

const organisationAdmitted = fact<Admitted>({
  event: "OrganisationAdmitted",
  role: "agents",
  says: { zh: "理事会接纳了组织 {code}", en: "the council admitted {code}" },
  apply(f, rows) {
    const id = f.subjects[0]!;
    const p = f.payload;
    rows.put(organisations, id, {
      id,
      number: Number(p.number),
      code: p.code,
      kind: organisationKinds[Number(p.kind)] ?? "none",
      parent: f.subjects[1] ?? null,
      name: nameIn(p.metadata, p.code),
      dataOfficer: p.dataOfficer,
      suspended: false,
      bureau: false,
      block: f.block,
      time: f.time,
    });
    rows.put(organisationNumbers, ordinal(Number(p.number)), id);
    addInterval(rows, id, p.dataOfficer, interval(f, p.permissions, f.time, FOREVER));
  },
});

const organisationSuspended = fact({
  event: "OrganisationSuspended",
  role: "agents",
  says: { zh: "理事会暂停了该组织：{reason}", en: "the council suspended it: {reason}" },
  apply: (f, rows) => changeOrganisation(f, rows, { suspended: true }),
});

const organisationResumed = fact({
  event: "OrganisationResumed",
  role: "agents",
  says: { zh: "理事会恢复了该组织：{reason}", en: "the council resumed it: {reason}" },
  apply: (f, rows) => changeOrganisation(f, rows, { suspended: false }),
});

const bureauAppointed = fact({
  event: "BureauAppointed",
  role: "agents",
  says: { zh: "理事会任命其为大数据局：{reason}", en: "the council made it the bureau: {reason}" },
  apply(f, rows) {
    const before = rows.get(offices, "bureau");
    const old = before && rows.get(organisations, before);
    if (old) rows.put(organisations, old.id, { ...old, bureau: false });
    changeOrganisation(f, rows, { bureau: true });
    rows.put(offices, "bureau", f.subjects[0]!);
  },
});

const dataOfficerAppointed = fact<{ before: Hex; dataOfficer: Hex; permissions: bigint; reason: string }>({
  event: "DataOfficerAppointed",
  role: "agents",
  says: {
    zh: "数据官由 {before} 变更为 {dataOfficer}：{reason}",
    en: "the data officer's key went from {before} to {dataOfficer}: {reason}",
  },
  apply(f, rows) {
    const id = f.subjects[0]!;
    changeOrganisation(f, rows, { dataOfficer: f.payload.dataOfficer });
    endKey(rows, f.payload.before, f);
    addInterval(rows, id, f.payload.dataOfficer, interval(f, f.payload.permissions, f.time, FOREVER));
  },
});

const keyGranted = fact<{ key: Hex; permissions: bigint; from: bigint; until: bigint }>({
  event: "KeyGranted",
  role: "agents",
  says: { zh: "授予数据官密钥 {key}", en: "granted the officer key {key}" },
  apply(f, rows) {
    const p = f.payload;
    const granted = interval(f, p.permissions, Number(p.from), Number(p.until));
    addInterval(rows, f.subjects[0]!, p.key, granted);
  },
});

const keySuspended = fact<{ key: Hex; reason: string }>({
  event: "KeySuspended",
  role: "agents",
  says: { zh: "停用数据官密钥 {key}：{reason}", en: "suspended the officer key {key}: {reason}" },
  apply: (f, rows) => endKey(rows, f.payload.key, f),
});

const endpointSet = fact<{ url: string }>({
  event: "EndpointSet",
  role: "agents",
  says: { zh: "网关地址登记为 {url}", en: "its gateway answers at {url}" },
  apply(f, rows) {
    // The contract takes any text. What is no address of a gateway is registered as none: nobody is asked there.
    const url = endpointUrl().safeParse(f.payload.url).data ?? "";
    const { block, time } = f;
    if (url === "") rows.delete(endpoints, f.subjects[0]!);
    else rows.put(endpoints, f.subjects[0]!, { url, block, time });
  },
});

function interval(f: Fact<unknown>, permissions: bigint, from: number, until: number): KeyInterval {
  return { permissions: permissionsOf(permissions), from, until, block: f.block };
}

function changeOrganisation(f: Fact<unknown>, rows: Rows, change: Partial<OrganisationRow>): void {
  const row = rows.get(organisations, f.subjects[0]!);
  if (row) rows.put(organisations, row.id, { ...row, ...change });
}

/** A new grant ends the interval before it; the past stays, so that old acts stay attributable. */
function addInterval(rows: Rows, organisation: Hex, key: Hex, added: KeyInterval): void {
  const row = rows.get(officerKeys, key);
  rows.put(officerKeys, key, { key, organisation, intervals: [...(row?.intervals ?? []), added] });
  rows.put(keysOfOrganisation, organisation + key, key);
}

function endKey(rows: Rows, key: Hex, f: Fact<unknown>): void {
  const row = rows.get(officerKeys, key);
  const last = row?.intervals.at(-1);
  if (!row || !last || last.until <= f.time) return;
  const ended = { ...last, until: f.time };
  rows.put(officerKeys, key, { ...row, intervals: [...row.intervals.slice(0, -1), ended] });
}

export const agentFacts = [
  organisationAdmitted,
  organisationSuspended,
  organisationResumed,
  bureauAppointed,
  dataOfficerAppointed,
  keyGranted,
  keySuspended,
  endpointSet,
] as unknown as FactDefinition[];
