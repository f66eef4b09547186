import { SuyuanError } from "../../core/errors.ts";
import { type Hex } from "../../core/hex.ts";
import { type RowReader } from "../../core/table.ts";
import { signerOfText } from "../../chain/message.ts";
import { type Signer } from "../../chain/signer.ts";
import { isPrivate } from "../../ledger/agent/endpoint.ts";
import { endpoints, officerKeys, organisations } from "../../ledger/agent/tables.ts";
import { openable, type Openable, whyNot } from "../../ledger/opening/policy.ts";
import {
  MAX_SKEW,
  messageOf,
  OPENING_REQUEST,
  type OpeningRequest,
  type SealedAnswer,
  sealedAnswer,
} from "../../ledger/opening/request.ts";
import { type Secrets } from "../../store/secrets.ts";
import { isDiskError } from "../../store/storage.ts";
import { keepOpening, openingOf } from "./kept.ts";
import { postTo } from "./post.ts";
import { newBox, seal } from "./sealedBox.ts";

export interface PeersSite {
  rows: RowReader;
  spine: Hex;
  secrets: Secrets;
  signerOf(key: Hex): Signer | null;
  /** Seconds. */
  now(): number;
  /** Whether other machines may be asked without TLS. */
  plainHttp: boolean;
  log(event: string, fields: object): void;
}

export interface Fetched {
  of: Hex;
  commitment: Hex;
  /** The endpoint that answered; null when it was here already. */
  from: string | null;
}

/** Openings on their way between gateways: asked for by an officer's signature, checked against the chain. */
export class Peers {
  readonly #site: PeersSite;

  constructor(site: PeersSite) {
    this.#site = site;
  }

  /** What opens this, for one who may know it: JSON. */
  opening(of: Hex): string | undefined {
    const { rows, secrets } = this.#site;
    return openingOf(openable(of, rows), secrets);
  }

  /** Answers another gateway, when the key that signed may be told. */
  answer(request: OpeningRequest): SealedAnswer {
    const { rows, secrets, log } = this.#site;
    const key = this.#requireOfficer(request);
    const matter = openable(request.of, rows);
    this.#requireReader(request, matter, key);
    const opening = openingOf(matter, secrets);
    if (opening === undefined)
      throw refused("of", request.of, "what opens it is not kept here; it was erased, or is kept elsewhere");
    log("opening.answered", { of: request.of, key });
    return sealed(opening, request);
  }

  /** Asks the gateway that keeps what opens this, and keeps it here too. */
  async fetch(of: Hex, key: Hex, signal?: AbortSignal): Promise<Fetched> {
    const { rows, secrets, log } = this.#site;
    const matter = openable(of, rows);
    const commitment = matter.commitment.sha256;
    if (openingOf(matter, secrets) !== undefined) return { of, commitment, from: null };
    const from = this.#endpointOf(matter.keeper);
    const { request, open } = this.#ask(of, matter.keeper, key);
    const answer = await postTo(`${from}/v1/peers/openings`, request, signal);
    await keep(() => open(sealedAnswer.parse(answer)), { matter, from, secrets });
    log("opening.fetched", { of, key, from });
    return { of, commitment, from };
  }

  /** Whoever is nobody's officer is not told even whether there is such a thing. */
  #requireOfficer(request: OpeningRequest): Hex {
    const { spine, rows, now } = this.#site;
    if (request.spine !== spine) throw refused("spine", request.spine, "this gateway serves another ledger");
    const skew = Math.abs(now() - request.time);
    if (skew > MAX_SKEW)
      throw refused("time", request.time, `it differs by ${Math.round(skew)} s from this gateway's clock`);
    let key: Hex;
    try {
      key = signerOfText(messageOf(request), request.signature);
    } catch (cause) {
      throw refused("signature", request.signature, (cause as Error).message);
    }
    if (!rows.get(officerKeys, key)) throw refused("signature", key, `${key} is no officer's key`);
    return key;
  }

  #requireReader(request: OpeningRequest, matter: Openable, key: Hex): void {
    const { rows, now } = this.#site;
    if (request.from !== matter.keeper)
      throw refused("from", request.from, "it is asked of another organisation");
    const reason = whyNot(matter, key, rows, now());
    if (reason !== null) throw refused("signature", key, reason);
  }

  #endpointOf(keeper: Hex): string {
    const { rows, plainHttp } = this.#site;
    const who = rows.get(organisations, keeper)?.code ?? keeper;
    const url = rows.get(endpoints, keeper)?.url;
    const no = (reason: string) => new SuyuanError("PEER_NOT_ASKED", { field: "of", value: who, reason });
    if (url === undefined) throw no("it has registered no endpoint (set-endpoint)");
    if (!isPrivate(url) && !plainHttp)
      throw no(`its endpoint ${url} is plain http to another machine; SUYUAN_PEERS_HTTP=1 allows that`);
    return url;
  }

  #ask(of: Hex, from: Hex, key: Hex) {
    const { spine, now, signerOf } = this.#site;
    const signer = signerOf(key);
    if (!signer) throw new SuyuanError("ACCESS_OFFICER_UNKNOWN", { field: "as", value: key });
    const box = newBox();
    const time = Math.floor(now());
    const unsigned = { format: OPENING_REQUEST, spine, of, from, sealTo: box.publicKey, time } as const;
    const message = messageOf(unsigned);
    const request: OpeningRequest = { ...unsigned, signature: signer.signText(message) };
    return { request, open: (answer: SealedAnswer) => box.open(answer, message) };
  }
}

function sealed(opening: string, request: OpeningRequest): SealedAnswer {
  try {
    return seal(opening, request.sealTo, messageOf(request));
  } catch (cause) {
    throw refused("sealTo", request.sealTo, `it is no key to seal to (${(cause as Error).message})`);
  }
}

/** Whatever another gateway says, the commitment on chain decides. */
async function keep(
  read: () => string,
  { matter, from, secrets }: { matter: Openable; from: string; secrets: Secrets },
): Promise<void> {
  const failed = (reason: string, cause?: unknown) =>
    new SuyuanError("PEER_FAILED", { field: "endpoint", value: from, reason }, { cause });
  try {
    if (await keepOpening(read(), matter, secrets)) return;
  } catch (cause) {
    if (isDiskError(cause) || cause instanceof SuyuanError) throw cause;
    throw failed("the answer is not what was asked for", cause);
  }
  throw failed("the answer does not open the commitment on chain, or was made for another");
}

function refused(field: string, value: unknown, reason: string): SuyuanError {
  return new SuyuanError("PEER_REFUSED", { field, value, reason });
}
