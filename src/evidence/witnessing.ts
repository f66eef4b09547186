import { type CheckpointLine } from "../proof/lines.ts";
import { cosignedAt, readNote, toBase64, type NoteKey } from "../proof/note.ts";
import { type BlockLog } from "./blockLog.ts";

/** A witness that checkpoints are sent to, at its address for `add-checkpoint`. */
export interface WitnessAt extends NoteKey {
  url: string;
}

export interface WitnessingOptions {
  log: BlockLog;
  witnesses: readonly WitnessAt[];
  /** Takes in what has become final. */
  grow(): void;
  say(event: string, fields: object): void;
  fetch?: typeof fetch;
}

const ANSWER_MS = 5_000;
const MOST_ANSWER = 4_096;

interface Cosigned {
  size: number;
  note: string;
  /** Names of who co-signed. */
  by: string[];
}

/** Has checkpoints of the block log co-signed, and keeps the newest that was. */
export class Witnessing {
  readonly #o: WitnessingOptions;
  /** What each witness signed last, as far as is known here. */
  readonly #sizes = new Map<string, number>();
  #newest: Cosigned | undefined;
  #working: Promise<void> | undefined;

  constructor(options: WitnessingOptions) {
    this.#o = options;
  }

  /** The newest co-signed checkpoint that covers this block, after asking for one where there is none. */
  async covering(block: number): Promise<CheckpointLine[]> {
    const { log, witnesses } = this.#o;
    const leaf = block - log.first;
    if (witnesses.length === 0 || leaf < 0) return [];
    if (!this.#newest || this.#newest.size <= leaf) await this.collect();
    const found = this.#newest;
    if (!found || found.size <= leaf || found.by.length === 0) return [];
    return [{ is: "checkpoint", note: found.note, leaf, proof: log.inclusion(block, found.size) }];
  }

  /** One round: every witness is asked for its co-signature of the log as it is. */
  collect(): Promise<void> {
    return (this.#working ??= this.#collect().finally(() => (this.#working = undefined)));
  }

  async #collect(): Promise<void> {
    const { log, witnesses, grow, say } = this.#o;
    grow();
    if (log.size === 0) return;
    const { size, text, note } = log.checkpoint();
    const asked = witnesses.map(async (witness) => {
      try {
        return await this.#ask(witness, size, note);
      } catch (error) {
        say("witness.problem", { witness: witness.name, problem: String(error) });
        return null;
      }
    });
    const lines = (await Promise.all(asked)).filter((line) => line !== null);
    const whole = note + lines.join("");
    const by = witnesses.filter((w) => cosignedAt(readNote(whole), w) !== null).map((w) => w.name);
    if (by.length > 0) this.#newest = { size, note: whole, by };
    say("witness.collected", { size, of: witnesses.length, by, text: text.length });
  }

  /** It answers with the size it knows when it knows another; then it is asked once more. */
  async #ask(witness: WitnessAt, size: number, note: string): Promise<string | null> {
    for (let again = 0; again < 2; again++) {
      const old = this.#sizes.get(witness.name) ?? 0;
      const answer = await this.#post(witness, requestOf(old, this.#o.log.consistency(old, size), note));
      if (answer.status === 200) {
        this.#sizes.set(witness.name, size);
        return answer.text;
      }
      const known = Number(answer.text.trim());
      if (answer.status !== 409 || !Number.isSafeInteger(known) || known > size || known === old)
        throw new Error(`it answered ${answer.status}: ${answer.text.trim().slice(0, 100)}`);
      this.#sizes.set(witness.name, known);
    }
    return null;
  }

  async #post({ url }: WitnessAt, body: string): Promise<{ status: number; text: string }> {
    const signal = AbortSignal.timeout(ANSWER_MS);
    const response = await (this.#o.fetch ?? fetch)(`${url.replace(/\/+$/, "")}/add-checkpoint`, {
      ...{ method: "POST", body, signal, redirect: "error" as const },
    });
    const text = (await response.text()).slice(0, MOST_ANSWER);
    return { status: response.status, text };
  }
}

function requestOf(old: number, proof: readonly Buffer[], note: string): string {
  return `old ${old}\n${proof.map((hash) => `${toBase64(hash)}\n`).join("")}\n${note}`;
}
