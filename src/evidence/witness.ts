import { type Hex } from "../core/hex.ts";
import { Flaw } from "../proof/flaw.ts";
import { isConsistent } from "../proof/merkle.ts";
import {
  fromBase64,
  isSigned,
  readCheckpoint,
  readNote,
  type Checkpoint,
  type NoteKey,
} from "../proof/note.ts";
import { same } from "../proof/bytes.ts";
import { cosignatureLine, type NoteSigner } from "./signing.ts";

/** What a witness remembers of a log: the last checkpoint it signed. */
export interface Remembered {
  size: number;
  root: Hex;
}

/** What it answers, in the words of c2sp.org/tlog-witness: a status and a body. */
export interface WitnessAnswer {
  status: 200 | 400 | 403 | 404 | 409 | 422;
  body: string;
  /** To be on disk before the answer goes out. */
  remember?: { origin: string; seen: Checkpoint };
}

export interface WitnessSources {
  signer: NoteSigner;
  /** The logs it watches, by origin, with the key that signs them. */
  logs: ReadonlyMap<string, NoteKey>;
  remembered(origin: string): { size: number; root: Uint8Array } | undefined;
  /** Seconds. */
  now(): number;
}

interface Asked {
  old: number;
  proof: Uint8Array[];
  note: string;
}

/** `add-checkpoint`: signs what extends what it signed before, and nothing else. */
export function addCheckpoint(body: string, s: WitnessSources): WitnessAnswer {
  let asked: Asked;
  let checkpoint: Checkpoint;
  let note: ReturnType<typeof readNote>;
  try {
    asked = read(body);
    note = readNote(asked.note);
    checkpoint = readCheckpoint(note);
  } catch (error) {
    if (!(error instanceof Flaw)) throw error;
    return { status: 400, body: `${error.message}\n` };
  }
  const log = s.logs.get(checkpoint.origin);
  if (!log) return { status: 404, body: "this log is not watched here\n" };
  if (!isSigned(note, log)) return { status: 403, body: "the log's own signature is missing\n" };
  const before = s.remembered(checkpoint.origin);
  if (asked.old !== (before?.size ?? 0)) return { status: 409, body: `${before?.size ?? 0}\n` };
  if (asked.old > checkpoint.size)
    return { status: 400, body: "the checkpoint is smaller than the old one\n" };
  if (before?.size === checkpoint.size && !same(before.root, checkpoint.root))
    return { status: 409, body: `${before.size}\n` };
  const first: [number, Uint8Array] = [asked.old, before?.root ?? new Uint8Array()];
  if (!isConsistent(first, [checkpoint.size, checkpoint.root], asked.proof))
    return { status: 422, body: "it does not extend what was signed here before\n" };
  const line = cosignatureLine(s.signer, note.text, s.now());
  return { status: 200, body: line, remember: { origin: checkpoint.origin, seen: checkpoint } };
}

const MOST_PROOF = 63;

/** `old <size>`, the consistency proof in base64, an empty line, the checkpoint. */
function read(body: string): Asked {
  const end = body.indexOf("\n\n");
  const [head, ...proof] = end < 0 ? [] : body.slice(0, end).split("\n");
  const old = /^old (0|[1-9]\d{0,14})$/.exec(head ?? "")?.[1];
  if (old === undefined || proof.length > MOST_PROOF)
    throw new Flaw("tampered", "the request is not one of c2sp.org/tlog-witness");
  return { old: Number(old), proof: proof.map(fromBase64), note: body.slice(end + 2) };
}
