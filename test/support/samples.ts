import {
  type Content,
  type DeliveryView,
  type EmergencyView,
  type GrantView,
  type LedgerView,
  type Numbered,
  type OrganisationView,
  type PromiseView,
  type RequestView,
  type SupplyView,
  type VersionView,
} from "../../src/core/action.ts";
import { type DatasetView, type Preparation } from "../../src/core/action.ts";
import { keccakText } from "../../src/core/hash.ts";
import { type Hex, ZERO32 } from "../../src/core/hex.ts";
import {
  datasetId,
  deliveryId,
  grantId,
  hashOfIds,
  kindOf,
  organisationId,
  requestId,
  runId,
  versionId,
} from "../../src/core/ids.ts";
import { declare, type Grade, has } from "../../src/core/states.ts";
import { PlainGates } from "./plainGates.ts";

/** A ledger as plain maps: what `prepare` looks up, with nothing behind it. */
export class PlainLedger extends PlainGates implements LedgerView {
  readonly organisations = new Map<Hex, OrganisationView>();
  readonly keys = new Map<Hex, Hex>();
  readonly datasets = new Map<Hex, DatasetView>();
  readonly versions = new Map<Hex, VersionView>();
  readonly supplies = new Map<Hex, SupplyView>();
  readonly requests = new Map<Hex, RequestView>();
  readonly grants = new Map<Hex, GrantView>();
  readonly deliveries = new Map<Hex, DeliveryView>();
  readonly emergencies = new Map<Hex, EmergencyView>();
  readonly promises = new Map<Hex, PromiseView>();
  readonly responders = new Set<Hex>();
  readonly closed = new Set<Hex>();

  organisation = (id: Hex) => this.organisations.get(id);
  organisationOfKey = (key: Hex) => this.organisations.get(this.keys.get(key)!);
  dataset = (id: Hex) => this.datasets.get(id);
  version = (id: Hex) => this.versions.get(id);
  versionNumber = (dataset: Hex, number: number | undefined) => {
    const all = [...this.versions.values()].filter((v) => v.dataset === dataset);
    return all.at(number === undefined ? -1 : number - 1)?.id;
  };
  supply = (dataset: Hex) => this.supplies.get(dataset);
  supplyAt = (dataset: Hex) => this.supplies.get(dataset);
  request = (id: Hex) => this.requests.get(id);
  grant = (id: Hex) => this.grants.get(id);
  delivery = (id: Hex) => this.deliveries.get(id);
  numbered = (kind: Numbered, number: number) => {
    const { requests: request, grants: grant, deliveries: delivery } = this;
    const all = { request, grant, delivery, consent: this.consents, evidence: this.evidences }[kind];
    return [...all.keys()][number - 1];
  };
  endpointOf = () => undefined;
  overdueOf = () => 0;
  emergency = (grant: Hex) => this.emergencies.get(grant);
  isResponder = (organisation: Hex) => this.responders.has(organisation);
  isLaneClosed = (officer: Hex) => this.closed.has(officer);
  promise = (grant: Hex) => this.promises.get(grant);
  responseTo = () => undefined;
  now = () => 1_750_100_000;
  recorded = (id: Hex) => this.organisations.has(id) || this.datasets.has(id) || this.versions.has(id);
  /** Every domain is on its way. */
  exists = (id: Hex) => this.recorded(id) || kindOf(id) === "domain";

  department(code: string): Hex {
    const key = addressOf(code);
    this.organisations.set(organisationId(code), { id: organisationId(code), code });
    this.keys.set(key, organisationId(code));
    return key;
  }

  /** `owner/code`, general-1 and conditional unless said otherwise. */
  register(
    name: string,
    is: { grade?: Grade; personal?: boolean; unconditional?: boolean } = {},
  ): DatasetView {
    const [owner, code] = name.split("/") as [string, string];
    const view = {
      id: datasetId(organisationId(owner), code),
      owner: organisationId(owner),
      state: declare({ grade: "general-1", personal: false, unconditional: false, ...is }),
    };
    this.datasets.set(view.id, view);
    return view;
  }

  /** A version that was published before; `mark` are further state bits. */
  publish(dataset: DatasetView, what: string, mark = 0, parents: Hex[] = []): VersionView {
    const content = keccakText(what);
    const run = runId(dataset.owner, "job", keccakText("code"), what);
    const preimage = {
      dataset: dataset.id,
      content,
      run,
      parentsHash: hashOfIds(parents),
      underHash: hashOfIds([]),
    };
    const id = versionId(preimage);
    const view = { id, dataset: dataset.id, state: dataset.state | mark, content, run, parents, under: [] };
    this.versions.set(id, view);
    return view;
  }

  /** With the fields `date` and `rain`. */
  supplied(dataset: DatasetView): SupplyView {
    const view = {
      provider: dataset.owner,
      revision: 1,
      sharing: has(dataset.state, "unconditional") ? "unconditional" : "conditional",
      cadence: "daily",
      fields: ["date", "rain"],
    } as const;
    this.supplies.set(dataset.id, { ...view, fields: [...view.fields] });
    return this.supplies.get(dataset.id)!;
  }

  /** For both fields, in this stage. */
  asks(consumer: string, dataset: DatasetView, stage: string): RequestView {
    const by = organisationId(consumer);
    const id = requestId(by, dataset.id, `${stage} ${this.requests.size}`);
    const parties = { consumer: by, provider: dataset.owner, dataset: dataset.id };
    const asked = { revision: 1, mask: "3", duration: 30, onward: false, commitment: null };
    const why = { abroad: false, purpose: "research" };
    const view = {
      id,
      ...parties,
      ...asked,
      ...why,
      stage,
      wasReturned: false,
      deadline: 1_740_000_000,
      grant: null,
    };
    this.requests.set(id, view);
    return view;
  }

  granted(request: RequestView, standing = "live"): GrantView {
    const { id: of, consumer, provider, dataset } = request;
    const id = grantId(of, ZERO32);
    const bound = { ceiling: "general-4", expires: 1_760_000_000, window: 86_400, onward: false };
    const opened = { state: 0, officers: [], assessment: null };
    const view = { id, request: of, consumer, provider, dataset, standing, ...bound, ...opened };
    this.grants.set(id, view);
    return view;
  }

  /** A grant of an emergency whose report and review were due long ago. */
  invoked(request: RequestView): EmergencyView {
    const { id, consumer } = this.granted(request);
    const late = { due: 1_740_086_400, reviewDue: 1_740_500_000, reviewLate: false };
    const view = { id, consumer, officer: addressOf("an officer"), told: "waited", found: "waited", ...late };
    this.emergencies.set(id, view);
    return view;
  }

  delivers(grant: GrantView, version: VersionView, standing = "open"): DeliveryView {
    const { id: of, consumer, provider } = grant;
    const name = `${standing} ${this.deliveries.size}`;
    const id = deliveryId({ grant: of, version: version.id, nameHash: keccakText(name) });
    const still = { received: false, asked: false, due: 1_750_086_400 };
    const view = { id, grant: of, version: version.id, name, consumer, provider, standing, ...still };
    this.deliveries.set(id, view);
    return view;
  }

  as(key: Hex): Preparation {
    return { key, view: this, ...noSecrets };
  }
}

/** Salts that are the same each time, and nothing that opens. */
export const noSecrets = {
  commit: committed,
  opened: () => undefined,
  commitText: (scope: Hex, text: string) => keccakText(scope + text),
  openedText: () => undefined,
};

export function addressOf(name: string): Hex {
  return `0x${keccakText(name).slice(26)}`;
}

export function contentOf(text: string): Content {
  return { sha256: keccakText(text), sm3: keccakText(`${text} sm3`), size: text.length };
}

/** Stands for salting: not the digests, and the same each time. */
export function committed(dataset: Hex, content: Content): { sha256: Hex; sm3: Hex } {
  return { sha256: keccakText(dataset + content.sha256), sm3: keccakText(dataset + content.sm3) };
}
