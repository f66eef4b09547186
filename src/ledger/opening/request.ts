import { z } from "zod";
import { type Hex } from "../../core/hex.ts";
import { digest, seconds } from "../inputs.ts";

export const OPENING_REQUEST = "suyuan opening request 1";

/** Seconds that the clocks of two gateways may differ, either way. */
export const MAX_SKEW = 300;

/** One gateway asks another for what opens a commitment on chain, signed by an officer's key. */
export const openingRequest = z
  .strictObject({
    format: z.literal(OPENING_REQUEST),
    /** The ledger's. */
    spine: digest(),
    /** The delivery or the confidential request whose commitments are to be opened. */
    of: digest(),
    /** The organisation that is asked: what is signed for one is no word to another. */
    from: digest(),
    /** An X25519 key that the answer is sealed to, so that a repeated request is of no use to who repeats it. */
    sealTo: digest(),
    time: seconds(),
    signature: z
      .string()
      .regex(/^0x[0-9a-f]{130}$/, "must be 0x and 130 lower-case hexadecimal digits")
      .transform((s) => s as Hex),
  })
  .meta({ id: "OpeningRequest" });

export type OpeningRequest = z.infer<typeof openingRequest>;

/** The text that is signed (EIP-191), one member a line. */
export function messageOf({
  format,
  spine,
  of,
  from,
  sealTo,
  time,
}: Omit<OpeningRequest, "signature">): string {
  return [format, `ledger ${spine}`, `of ${of}`, `from ${from}`, `seal to ${sealTo}`, `time ${time}`].join(
    "\n",
  );
}

/** What is answered: it can be read with the asking gateway's key alone. */
export const sealedAnswer = z
  .strictObject({
    /** X25519, made for this answer. */
    key: z.string().regex(/^0x[0-9a-f]{64}$/),
    nonce: z.string().regex(/^0x[0-9a-f]{24}$/),
    /** AES-256-GCM: the text, then its 16-byte tag. */
    box: z
      .string()
      .max(2 * 40_000)
      .regex(/^0x([0-9a-f]{2})+$/),
  })
  .meta({ id: "SealedOpening" });

export type SealedAnswer = z.infer<typeof sealedAnswer>;
