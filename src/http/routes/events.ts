import { z } from "zod";
import { SuyuanError } from "../../core/errors.ts";
import { answerFact } from "../../ledger/spine/queries.ts";
import { factDefinitions } from "../../ledger/definitions.ts";
import { EventStream, factCount } from "../eventStream.ts";
import { lastingReader } from "../readers.ts";
import { everywhere, route, type Call, type Route } from "../route.ts";
import { type Served } from "../served.ts";

const names = [...new Set(factDefinitions.map((f) => f.event))] as [string, ...string[]];

const input = z.strictObject({
  subject: z
    .string()
    .regex(/^0x[0-9a-f]{64}$/, "must be an id: 0x and 64 lower-case hexadecimal digits")
    .optional()
    .describe("Only facts about this."),
  name: z.enum(names).optional().describe("Only facts of this name."),
});

type Input = z.infer<typeof input>;

export function eventRoutes(s: Served): Route[] {
  const open = new Set<EventStream>();
  s.stopping.addEventListener("abort", () => open.forEach((stream) => stream.end()));
  return [
    route<Input>({
      method: "get",
      path: "/v1/events",
      id: "events",
      tag: "events",
      summary: {
        zh: "事实的事件流（SSE）；以 Last-Event-ID 续接。",
        en: "A stream of facts as they are indexed (SSE); Last-Event-ID resumes it, -1 begins at the first.",
      },
      needs: "read",
      input,
      headers: { "Last-Event-ID": z.string().optional().describe("Sequence of the last fact seen, or -1.") },
      answers: { 200: { says: "Facts; `id` is the sequence.", type: "text/event-stream" } },
      errors: everywhere,
      handle: (call) => serve(s, call, open),
    }),
  ];
}

function serve(s: Served, call: Call<Input>, open: Set<EventStream>): undefined {
  const { index } = s.gateway;
  const from = positionOf(call.req.headers["last-event-id"], factCount(index));
  if (open.size >= s.settings.eventClients || s.stopping.aborted) {
    throw new SuyuanError("ACCESS_TOO_MANY_REQUESTS", { field: "events", value: open.size });
  }
  const { rows } = index;
  const { res } = call;
  res.writeHead(200, {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
  });
  res.write(": from here\n\n");
  const { settings } = s;
  // Asked anew for each fact: a stream outlasts keys.
  const say = (fact: Parameters<typeof answerFact>[0]) =>
    answerFact(fact, {
      rows,
      get reader() {
        return lastingReader(s, call.principal);
      },
    });
  const stream = new EventStream(res, index, from, { filter: call.input, settings, say });
  open.add(stream);
  res.on("close", () => open.delete(stream));
  return undefined;
}

/** The sequence to begin with: after the last one seen, or with the next that comes. */
function positionOf(lastSeen: string | string[] | undefined, count: number): number {
  if (lastSeen === undefined) return count;
  const value = String(lastSeen);
  const next = /^(-1|\d{1,15})$/.test(value) ? Number(value) + 1 : Number.NaN;
  if (next <= count) return next;
  const reason = `must be a fact's sequence, from -1 to ${count - 1}`;
  throw new SuyuanError("INPUT_NOT_VALID", { field: "Last-Event-ID", value, reason });
}
