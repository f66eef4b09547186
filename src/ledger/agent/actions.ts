import { z } from "zod";
import { action, type Action, type Preparation } from "../../core/action.ts";
import { type Hex, ZERO32 } from "../../core/hex.ts";
import { organisationId } from "../../core/ids.ts";
import { permissionBits, permissionNames, type Permission } from "../../core/permissions.ts";
import {
  address,
  bilingual,
  code,
  line,
  requireKnown,
  requireNew,
  seconds,
  toOrganisation,
} from "../inputs.ts";
import { endpointUrl } from "./endpoint.ts";
import { metadataJson } from "../metadata.ts";
import { organisationKinds, type OrganisationKind } from "./tables.ts";

const grantable = permissionNames.filter((p) => p !== "data-officer") as [Permission, ...Permission[]];
const permissionList = () => z.array(z.enum(grantable)).max(grantable.length).default(grantable);
const reason = () => line(300).min(1);
const kinds = organisationKinds.slice(1) as [OrganisationKind, ...OrganisationKind[]];

const admission = z.strictObject({
  code: code(),
  kind: z.enum(kinds).default("department"),
  name: bilingual(100),
  parent: code().optional().describe("Only for an execution team: the department it belongs to."),
  dataOfficer: address(),
  permissions: permissionList(),
});

export const admitOrganisation = action({
  name: "admit-organisation",
  summary: { zh: "接纳一个组织，并指定其数据官。", en: "Admit an organisation and name its data officer." },
  by: "council",
  input: admission,
  calls: "Agents.admit",
  leaves: "OrganisationAdmitted",
  prepare(i, p) {
    requireNew(organisationId(i.code), i.code, p);
    return {
      code: i.code,
      kind: organisationKinds.indexOf(i.kind),
      parent: i.parent === undefined ? ZERO32 : toOrganisation(i.parent),
      dataOfficer: i.dataOfficer,
      permissions: permissionBits(i.permissions).toString(),
      metadata: metadataJson({ name: i.name }),
    };
  },
  args: (_, admissions) => ({ admissions }),
  key: (e) => e.code,
  makes: (e) => [{ id: organisationId(e.code) }],
  names: (e) => (e.parent === ZERO32 ? [] : [e.parent]),
});

const standing = z.strictObject({ organisation: code(), reason: reason() });
type Standing = { organisation: Hex; reason: string };
const prepareStanding = (i: z.infer<typeof standing>, p: Preparation): Standing => ({
  organisation: knownOrganisation(i.organisation, p),
  reason: i.reason,
});
const knownOrganisation = (code: string, p: Preparation) =>
  requireKnown(toOrganisation(code), code, "organisation", p);
const standingArgs = (_: bigint, elements: Standing[]) => ({
  organisations: elements.map((e) => e.organisation),
  reason: elements[0]!.reason,
});

export const suspendOrganisation = action({
  name: "suspend-organisation",
  summary: {
    zh: "暂停一个组织：其所有密钥即刻停用。",
    en: "Suspend an organisation: none of its keys may act.",
  },
  by: "council",
  input: standing,
  calls: "Agents.suspend",
  leaves: "OrganisationSuspended",
  prepare: prepareStanding,
  args: standingArgs,
  key: (e) => e.organisation,
  together: (e) => e.reason,
  names: (e) => [e.organisation],
});

export const resumeOrganisation = action({
  name: "resume-organisation",
  summary: { zh: "恢复被暂停的组织。", en: "End an organisation's suspension." },
  by: "council",
  input: standing,
  calls: "Agents.resume",
  leaves: "OrganisationResumed",
  prepare: prepareStanding,
  args: standingArgs,
  key: (e) => e.organisation,
  together: (e) => e.reason,
  names: (e) => [e.organisation],
});

export const appointBureau = action({
  name: "appoint-bureau",
  summary: { zh: "任命大数据局。", en: "Make an organisation the big-data bureau." },
  by: "council",
  input: standing,
  calls: "Agents.appointBureau",
  leaves: "BureauAppointed",
  prepare: prepareStanding,
  args: (_, [e]) => ({ id: e!.organisation, reason: e!.reason }),
  key: (e) => e.organisation,
  together: (e) => e.organisation + e.reason,
  names: (e) => [e.organisation],
});

export const appointDataOfficer = action({
  name: "appoint-data-officer",
  summary: {
    zh: "为组织任命新的数据官（密钥遗失时的补救）。",
    en: "Give an organisation a new data officer: the way back from a lost key.",
  },
  by: "council",
  input: z.strictObject({
    organisation: code(),
    key: address(),
    permissions: permissionList(),
    reason: reason(),
  }),
  calls: "Agents.appointDataOfficer",
  leaves: "DataOfficerAppointed",
  prepare: (i, p) => ({
    organisation: knownOrganisation(i.organisation, p),
    key: i.key,
    permissions: permissionBits(i.permissions).toString(),
    reason: i.reason,
  }),
  args: (_, [e]) => ({ ...e!, id: e!.organisation }),
  key: (e) => e.organisation + e.key,
  together: (e) => e.organisation + e.key,
  names: (e) => [e.organisation],
});

export const handOver = action({
  name: "hand-over",
  summary: { zh: "数据官将职责移交给新密钥。", en: "Hand the data officer's role to a new key." },
  by: { officer: "data-officer" },
  input: z.strictObject({ key: address(), reason: reason() }),
  calls: "Agents.handOver",
  leaves: "DataOfficerAppointed",
  prepare: (i) => ({ key: i.key, reason: i.reason }),
  args: (step, [e]) => ({ step, ...e! }),
  key: (e) => e.key,
  together: (e) => e.key,
});

const FOREVER = 2 ** 47;

export const grantKey = action({
  name: "grant-key",
  summary: {
    zh: "授予数据官密钥，或更改其权限与有效期。",
    en: "Grant an officer key, or change its permissions and interval.",
  },
  by: { officer: "data-officer" },
  input: z.strictObject({
    key: address(),
    permissions: permissionList(),
    from: seconds().default(0),
    until: seconds().default(FOREVER),
    note: line(300).default(""),
  }),
  calls: "Agents.grantKeys",
  leaves: "KeyGranted",
  prepare: (i) => ({ ...i, permissions: permissionBits(i.permissions).toString() }),
  args: (step, elements) => ({ step, grants: elements, note: elements[0]!.note }),
  key: (e) => [e.key, e.permissions, e.from, e.until].join(),
  together: (e) => e.note,
});

export const suspendKey = action({
  name: "suspend-key",
  summary: { zh: "即刻停用一把数据官密钥。", en: "End an officer key at once." },
  by: { officer: "data-officer" },
  input: z.strictObject({ key: address(), reason: reason() }),
  calls: "Agents.suspendKeys",
  leaves: "KeySuspended",
  prepare: (i) => ({ key: i.key, reason: i.reason }),
  args: (step, elements) => ({ step, keys: elements.map((e) => e.key), reason: elements[0]!.reason }),
  key: (e) => e.key,
  together: (e) => e.reason,
});

export const endKey = action({
  name: "end-key",
  summary: {
    zh: "由理事会即刻停用组织的一把密钥（组织被暂停时亦可）。",
    en: "End an organisation's officer key at once, by the council, suspended or not.",
  },
  by: "council",
  input: z.strictObject({ organisation: code(), key: address(), reason: reason() }),
  calls: "Agents.endKeys",
  leaves: "KeySuspended",
  prepare: (i) => ({ organisation: toOrganisation(i.organisation), key: i.key, reason: i.reason }),
  args: (_, elements) => ({
    id: elements[0]!.organisation,
    keys: elements.map((e) => e.key),
    reason: elements[0]!.reason,
  }),
  key: (e) => e.key,
  together: (e) => e.organisation + e.reason,
  names: (e) => [e.organisation],
});

export const setEndpoint = action({
  name: "set-endpoint",
  summary: {
    zh: "登记本组织网关的地址，供其他网关索取开示材料；空文本表示撤销。",
    en: "Say where the organisation's gateway answers other gateways; an empty text takes it back.",
  },
  by: { officer: "data-officer" },
  input: z.strictObject({ url: endpointUrl() }),
  calls: "Agents.setEndpoint",
  leaves: "EndpointSet",
  prepare: (i) => ({ url: i.url }),
  args: (step, [e]) => ({ step, ...e! }),
  key: (e) => e.url,
  together: (e) => e.url,
});

export const agentActions = [
  admitOrganisation,
  suspendOrganisation,
  resumeOrganisation,
  appointBureau,
  appointDataOfficer,
  handOver,
  grantKey,
  suspendKey,
  endKey,
  setEndpoint,
] as unknown as Action[];
