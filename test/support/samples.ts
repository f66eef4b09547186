import {
  type Content,
  type LedgerView,
  type OrganisationView,
  type VersionView,
} from "../../src/core/action.ts";
import { type DatasetView, type Preparation } from "../../src/core/action.ts";
import { keccakText } from "../../src/core/hash.ts";
import { type Hex } from "../../src/core/hex.ts";
import { datasetId, hashOfIds, kindOf, organisationId, runId, versionId } from "../../src/core/ids.ts";
import { declare, type Grade } from "../../src/core/states.ts";

/** A ledger as plain maps: what `prepare` looks up, with nothing behind it. */
export class PlainLedger implements LedgerView {
  readonly organisations = new Map<Hex, OrganisationView>();
  readonly keys = new Map<Hex, Hex>();
  readonly datasets = new Map<Hex, DatasetView>();
  readonly versions = new Map<Hex, VersionView>();

  organisation = (id: Hex) => this.organisations.get(id);
  organisationOfKey = (key: Hex) => this.organisations.get(this.keys.get(key)!);
  dataset = (id: Hex) => this.datasets.get(id);
  version = (id: Hex) => this.versions.get(id);
  versionNumber = (dataset: Hex, number: number | undefined) => {
    const all = [...this.versions.values()].filter((v) => v.dataset === dataset);
    return all.at(number === undefined ? -1 : number - 1)?.id;
  };
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

  as(key: Hex): Preparation {
    return { key, view: this, commit: committed };
  }
}

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
