import { id as topicOf } from "ethers";
import { factHash, keccak } from "../core/hash.ts";
import { toHex, type Hex } from "../core/hex.ts";
import { abis } from "./abi/contracts.ts";
import { AbiMismatch, tupleDecoder, type AbiParameter } from "./abi/decoder.ts";

/** A log as a node reports it, already known to come from FactLog. */
export interface RawLog {
  topics: Hex[];
  data: Hex;
  transaction: Hex;
}

/** One fact as its log says it; what the read model makes of it comes later. */
export interface DecodedFact {
  kind: Hex;
  writer: Hex;
  by: Hex;
  organisation: number;
  drill: boolean;
  /** Its number in the whole history, from 0. */
  sequence: number;
  key: Hex;
  subjects: Hex[];
  states: number[];
  /** `null` when this version knows no event of this kind, or the bytes do not fit it. */
  event: { name: string; payload: Record<string, unknown> } | null;
  hash: Hex;
  transaction: Hex;
}

interface KnownEvent {
  name: string;
  /** Of the payload's members. */
  types: Readonly<Record<string, string>>;
  decodePayload(data: Buffer): Record<string, unknown>;
}

interface AbiEvent {
  type: string;
  name: string;
  inputs: readonly AbiParameter[];
}

/** Topic 0 → the event. The writer's role decides later whether it may leave it. */
const known: Map<Hex, KnownEvent> = new Map(
  Object.values(abis)
    .flat()
    .map((fragment) => fragment as unknown as AbiEvent)
    .filter((f) => f.type === "event" && f.inputs[1]?.name === "header")
    .map((event) => {
      const members = event.inputs[2]!.components!;
      const types = Object.fromEntries(members.map(({ name, type }) => [name, type]));
      const decodePayload = tupleDecoder(members);
      return [topicOf(signature(event)) as Hex, { name: event.name, types, decodePayload }];
    }),
);

/** The types of a fact's payload by its kind, where it is known. */
export function payloadTypes(kind: string): KnownEvent["types"] | undefined {
  return known.get(kind as Hex)?.types;
}

function signature(event: AbiEvent): string {
  const type = (p: AbiParameter): string =>
    p.type.startsWith("tuple") ? `(${p.components!.map(type).join()})${p.type.slice(5)}` : p.type;
  return `${event.name}(${event.inputs.map(type).join()})`;
}

const decodeHeader = tupleDecoder([
  { name: "by", type: "bytes32" },
  { name: "subjects", type: "bytes32[]" },
  { name: "states", type: "bytes" },
]);

const HEADER_AT = 0x40;

/** Decodes a fact's log and computes its hash. The data is `(Header, Payload)`, both dynamic tuples. */
export function decodeFact(log: RawLog, spine: Hex, block: { number: number; time: number }): DecodedFact {
  const data = Buffer.from(log.data.slice(2), "hex");
  if (data.length < 0x80) throw new AbiMismatch(`a fact of ${data.length} bytes`);
  const header = decodeHeader(data.subarray(HEADER_AT)) as { by: Hex; subjects: Hex[]; states: Hex };
  const payload = data.subarray(data.readUInt32BE(0x3c));
  const kind = log.topics[0]!;
  const writer: Hex = `0x${log.topics[1]!.slice(26)}`;
  const states = [...Array(header.subjects.length).keys()].map((i) =>
    Number.parseInt(header.states.slice(2 + 4 * i, 6 + 4 * i), 16),
  );
  const { by, subjects } = header;
  const payloadHash = keccak(payload);
  return {
    kind,
    writer,
    by,
    organisation: Number.parseInt(by.slice(2, 10), 16),
    drill: by.slice(10, 12) === "01",
    sequence: Number.parseInt(by.slice(12, 26), 16),
    key: `0x${by.slice(26)}`,
    subjects,
    states,
    event: decodeEvent(known.get(kind), payload),
    hash: factHash({
      spine,
      kind,
      writer,
      by,
      block: block.number,
      time: block.time,
      payloadHash,
      subjects,
      states,
    }),
    transaction: log.transaction,
  };
}

/** A fact's number in the whole history, and its payload as it was hashed, without decoding the rest. */
export function rawPayload(log: Pick<RawLog, "data">): { sequence: number; payload: Hex } {
  const data = Buffer.from(log.data.slice(2), "hex");
  if (data.length < 0x80) throw new AbiMismatch(`a fact of ${data.length} bytes`);
  const sequence = data.readUIntBE(HEADER_AT + 6, 6);
  return { sequence, payload: toHex(data.subarray(data.readUInt32BE(0x3c))) };
}

/** A payload that does not decode is an admitted writer's mistake: the fact counts, its content is not read. */
function decodeEvent(event: KnownEvent | undefined, payload: Buffer): DecodedFact["event"] {
  if (!event) return null;
  try {
    return { name: event.name, payload: event.decodePayload(payload) };
  } catch (error) {
    if (error instanceof AbiMismatch) return null;
    throw error;
  }
}
