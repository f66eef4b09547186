/** Bounds of the HTTP interface. Generous: they hold back a runaway client, not an eager one. */
export interface HttpSettings {
  /** Requests a minute of one API key; 0 sets no bound. */
  requestsPerMinute: number;
  /** Requests a minute from one address without a valid key; 0 sets no bound. */
  anonymousPerMinute: number;
  /** Bytes of a request's body. */
  bodyBytes: number;
  /** Bytes of all bodies in hand at once. */
  bodiesBytes: number;
  /** Requests with a body that wait for their turn. */
  waitingRequests: number;
  requestTimeoutMs: number;
  headersTimeoutMs: number;
  /** Between two signs of life on an idle stream of events. */
  heartbeatMs: number;
  /** Streams of events at once. */
  eventClients: number;
  /** Bytes that may wait for one slow reader of events. */
  eventBufferBytes: number;
  /** A reader of events that takes nothing for this long is cut off. */
  eventStallMs: number;
  /** When the oldest open operation is older, the gateway says that it is not ready. */
  lateMs: number;
  /** When the oldest open operation is older, nothing more is accepted. */
  fullMs: number;
}

export const httpDefaults: HttpSettings = {
  requestsPerMinute: 300_000,
  anonymousPerMinute: 1_200,
  bodyBytes: 4 * 1024 * 1024,
  bodiesBytes: 128 * 1024 * 1024,
  waitingRequests: 4_000,
  requestTimeoutMs: 120_000,
  headersTimeoutMs: 15_000,
  heartbeatMs: 15_000,
  eventClients: 1_000,
  eventBufferBytes: 1024 * 1024,
  eventStallMs: 60_000,
  lateMs: 120_000,
  fullMs: 3_600_000,
};

type Environment = Record<string, string | undefined>;

export function httpSettings(env: Environment = process.env): HttpSettings {
  const wanted = env["SUYUAN_REQUESTS_PER_MINUTE"];
  return { ...httpDefaults, ...(wanted ? { requestsPerMinute: Number(wanted) } : {}) };
}
