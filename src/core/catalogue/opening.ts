import { row } from "./row.ts";

export const openingErrors = {
  OPENING_MISSING: row(
    409,
    "fix",
    "{field}: what opens the commitment of {value} is not at this gateway; {reason}.",
    "{field}：本网关没有 {value} 的承诺开示材料；{reason}。",
  ),
  PEER_REFUSED: row(
    403,
    "fix",
    "{field}: this request of another gateway is not answered: {reason}; it was {value}.",
    "{field}：不答复另一网关的此请求：{reason}；给出的是 {value}。",
  ),
  PEER_NOT_ASKED: row(
    409,
    "fix",
    "{field}: the gateway of {value} cannot be asked: {reason}.",
    "{field}：无法向 {value} 的网关索取：{reason}。",
  ),
  PEER_FAILED: row(
    502,
    "later",
    "The gateway at {value} did not answer as it should: {reason}.",
    "{value} 处的网关未正常答复：{reason}。",
  ),
};
