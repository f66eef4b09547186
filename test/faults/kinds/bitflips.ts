import assert from "node:assert/strict";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { toProblem } from "../../../src/cli/problem.ts";
import { configFrom } from "../../../src/config.ts";
import { openGateway } from "../../../src/gateway.ts";
import { type Patient } from "../driver.ts";
import { Harm } from "../harm.ts";
import { type FaultKind, type FaultRun } from "../kind.ts";
import { differences, type Picture, pictureOf } from "../picture.ts";
import { type Random } from "../random.ts";
import { Journey } from "../traced.ts";

const SHORT = 40;
/** A prepared directory is given up for another after so many. */
const EACH = 500;

interface Flip {
  file: string;
  /** From 0; bit 0 is the lowest of the first byte. */
  bit: number;
}

/** Not the index nor a copy of anything: what says which files belong to one kind. */
const KINDS: readonly [kind: string, files: RegExp][] = [
  ["chain journal", /^chain\/journal$/],
  ["chain description", /^chain\/chain\.json$/],
  ["dump", /^chain\/dumps\/.*\.json$/],
  ["dump's seal", /^chain\/dumps\/.*\.seal$/],
  ["table", /\.ldb$/],
  ["table's log", /^(index|operations|secrets)\/\d+\.log$/],
  ["manifest", /\/MANIFEST-\d+$/],
  ["current", /\/CURRENT$/],
  ["outbox journal", /^outbox\/journal$/],
  ["key file", /^keys\/.*\.json$/],
  ["lease", /^keys\/.*\.lease$/],
  ["passphrase", /^keys\/passphrase$/],
  ["access keys", /^access\.json$/],
  ["administrator's secret", /^admin\.key$/],
  ["ledger's identity", /^ledger\.json$/],
  ["directory's description", /^suyuan\.json$/],
  ["anything else", /./],
];

function filesOf(data: string): Map<string, string[]> {
  const all = readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(data, join(entry.parentPath, entry.name)))
    .filter((file) => readFileSync(join(data, file)).length > 0)
    .sort();
  const kinds = new Map<string, string[]>();
  for (const file of all) {
    const [kind] = KINDS.find(([, files]) => files.test(file))!;
    kinds.set(kind, [...(kinds.get(kind) ?? []), file]);
  }
  return kinds;
}

function draw(data: string, kinds: Map<string, string[]>, random: Random): { kind: string; flip: Flip } {
  const kind = random.pick([...kinds.keys()]);
  const file = random.pick(kinds.get(kind)!);
  return { kind, flip: { file, bit: random.below(8 * readFileSync(join(data, file)).length) } };
}

/** A ledger that was closed in order, what it answers with, and a place to damage copies of it. */
class Prepared {
  readonly #patient: Patient;
  readonly #picture: Picture;
  readonly kinds: Map<string, string[]>;

  private constructor(patient: Patient, picture: Picture) {
    this.#patient = patient;
    this.#picture = picture;
    this.kinds = filesOf(this.data);
  }

  get data(): string {
    return join(this.#patient.folder, "data");
  }

  static async make(seed: number): Promise<Prepared> {
    const journey = new Journey(seed, 3);
    const patient = await journey.walked();
    await journey.remove();
    const { picture } = await look(join(patient.folder, "data"), join(patient.folder, "acknowledged"));
    return new Prepared(patient, picture);
  }

  /** What came of one flipped bit. Throws when something else was answered and nobody said a word. */
  async flip({ file, bit }: Flip): Promise<string> {
    const copy = join(this.#patient.folder, "copy");
    rmSync(copy, { recursive: true, force: true });
    cpSync(this.data, copy, { recursive: true });
    const bytes = readFileSync(join(copy, file));
    bytes[bit >> 3]! ^= 1 << (bit & 7);
    writeFileSync(join(copy, file), bytes);
    try {
      const { picture, events } = await look(copy, join(this.#patient.folder, "acknowledged"));
      const changed = differences(this.#picture, picture);
      // The secret's only copy: a wrong one opens nothing, and that is told to whoever shows it.
      if (file === "admin.key" && changed.join() === "administrator") return "detected";
      assert.deepEqual(changed, [], "it answers with something else, and does not say so");
      return events.some((event) => REBUILT.includes(event)) ? "rebuilt" : "harmless";
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      const { code, detail } = toProblem(error, "en");
      assert.notEqual(code, "INTERNAL", `it fails without saying why: ${(error as Error).stack ?? detail}`);
      return code === "OUTBOX_DAMAGED" || code === "STORE_DAMAGED" ? "reported" : "detected";
    }
  }

  remove(): Promise<void> {
    return this.#patient.remove();
  }
}

const REBUILT = [
  "index.rebuilt",
  "embedded.dump.damaged",
  "embedded.dump.refused",
  "embedded.pending.replayed",
];

async function look(data: string, acknowledged: string): Promise<{ picture: Picture; events: string[] }> {
  const events: string[] = [];
  const g = await openGateway(configFrom({ data, city: "sample" }, {}), (event) => events.push(event));
  try {
    return { picture: await pictureOf(g, acknowledged), events };
  } finally {
    await g.close();
  }
}

async function flipMany(run: FaultRun, count: number): Promise<void> {
  const seed = run.random.below(2 ** 31);
  const prepared = await Prepared.make(seed);
  const outcomes = new Map<string, number>();
  const harm = new Harm();
  try {
    for (let i = 0; i < count && (run.short || i === 0 || run.goOn()); i++) {
      const { kind, flip } = draw(prepared.data, prepared.kinds, run.random);
      await harm.watch(`bit ${flip.bit} of ${flip.file}, ledger ${seed}`, async () => {
        const outcome = await prepared.flip(flip);
        run.fired(`bit flipped in ${kind}: ${outcome}`);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      });
    }
    harm.tell();
    run.say(`ledger ${seed}: ${JSON.stringify(Object.fromEntries(outcomes))}`);
  } finally {
    await prepared.remove();
  }
}

export const bitflips: FaultKind = {
  name: "bitflips",
  about: "one flipped bit in any file of the data directory, between two starts",
  needs: { strace: "strace" },
  weight: 3,
  async run(run) {
    do await flipMany(run, run.short ? SHORT : EACH);
    while (run.goOn());
  },
};
