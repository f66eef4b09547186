import { type Hex } from "../core/hex.ts";
import { type ProvedFact } from "./fact.ts";
import { Flaw, tampered } from "./flaw.ts";
import { type Scope } from "./lines.ts";

/** Topic of `VersionPublished` (contracts/interfaces/IDatasets.sol). Its subjects: version, dataset, parents… */
export const VERSION_PUBLISHED: Hex = "0x29aaf7e6fed450929707fbab9998c6edc6dca93df578f4183d94190f859ea71c";
const VERSION = "0x04";

interface Published {
  parents: Hex[];
  /** In the order of publication. */
  children: Hex[];
  dataset: Hex | null;
}

/** Derivations among the versions of a bundle, as the facts tell them. */
export class Lineage {
  readonly #versions = new Map<Hex, Published>();
  readonly #newest = new Map<Hex, Hex>();

  /** @param isDatasets Whether the writer may say what a version was derived from. */
  add(f: ProvedFact, isDatasets: boolean): void {
    if (f.kind !== VERSION_PUBLISHED || !isDatasets) return;
    const [version, dataset, ...rest] = f.subjects;
    if (!version?.startsWith(VERSION) || !dataset) throw tampered(`fact ${f.sequence} publishes no version`);
    const parents = rest.filter((subject) => subject.startsWith(VERSION));
    const own = this.#of(version);
    [own.parents, own.dataset] = [parents, dataset];
    for (const parent of parents) this.#of(parent).children.push(version);
    this.#newest.set(dataset, version);
  }

  /** The dataset's newest version, as far as the bundle tells of the dataset. */
  newestOf(dataset: Hex): Hex | undefined {
    return this.#newest.get(dataset);
  }

  datasetOf(version: Hex): Hex | null {
    return this.#versions.get(version)?.dataset ?? null;
  }

  /**
   * Every version within the scope; each must be told of, for only a version's own history shows that no
   * derivation from it is hidden.
   */
  within({ root, up, down }: Scope, isTold: (subject: Hex) => boolean): Hex[] {
    const reached = new Set([root]);
    this.#walk(root, up, "parents", reached, isTold);
    this.#walk(root, down, "children", reached, isTold);
    return [...reached].sort();
  }

  #walk(
    root: Hex,
    depth: number | null,
    way: "parents" | "children",
    reached: Set<Hex>,
    isTold: (subject: Hex) => boolean,
  ): void {
    const seen = new Set([root]);
    let edge = [root];
    for (let i = 0; edge.length > 0 && (depth === null || i <= depth); i++) {
      for (const version of edge) {
        if (!isTold(version)) throw new Flaw("incomplete", `the history of version ${version} is left out`);
        reached.add(version);
      }
      const next = edge.flatMap((version) => this.#versions.get(version)?.[way] ?? []);
      edge = [...new Set(next)].filter((version) => !seen.has(version));
      for (const version of edge) seen.add(version);
    }
  }

  #of(version: Hex): Published {
    const known = this.#versions.get(version);
    if (known) return known;
    const fresh: Published = { parents: [], children: [], dataset: null };
    this.#versions.set(version, fresh);
    return fresh;
  }
}
