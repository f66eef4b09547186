import { z } from "zod";
import { nothing, route, type Answer, type Route } from "../route.ts";
import { type Served } from "../served.ts";

const alive = z.object({ alive: z.literal(true) });
const readiness = z.object({ ready: z.boolean(), reasons: z.array(z.string()) });

export function healthRoutes(s: Served): Route[] {
  return [
    route<unknown>({
      method: "get",
      path: "/livez",
      id: "livez",
      tag: "operating",
      summary: { zh: "进程是否存活。", en: "Whether the process is alive." },
      needs: null,
      input: nothing,
      answers: { 200: { says: "It is.", schema: alive } },
      errors: [],
      handle: () => ({ status: 200, body: { alive: true } }),
    }),
    route<unknown>({
      method: "get",
      path: "/readyz",
      id: "readyz",
      tag: "operating",
      summary: { zh: "是否可以工作，否则说明原因。", en: "Whether it can do its work, and if not, why." },
      needs: null,
      input: nothing,
      answers: {
        200: { says: "It can.", schema: readiness },
        503: { says: "It cannot.", schema: readiness },
      },
      errors: [],
      handle: () => answerReady(s),
    }),
  ];
}

function answerReady(s: Served): Answer {
  const reasons = notReady(s);
  const ready = reasons.length === 0;
  return {
    status: ready ? 200 : 503,
    body: { ready, reasons },
    headers: ready ? {} : { "Retry-After": "5" },
  };
}

/** Everything that keeps this gateway from doing its work. */
export function notReady({ gateway, settings, stopping }: Served): string[] {
  const { port, follower, worker, outbox, index, keyring } = gateway;
  const reasons: string[] = [];
  if (stopping.aborted) reasons.push("the gateway is stopping");
  if (gateway.storage.failure !== null) reasons.push(`storage: ${gateway.storage.failure.message}`);
  const lease = keyring.problem();
  if (lease !== null) reasons.push(`keys: ${lease.message}`);
  const chain = port.problem();
  if (chain !== null) reasons.push(`chain: ${chain}`);
  const clock = port.kind === "node" ? gateway.clock.problem() : null;
  if (clock !== null) reasons.push(`clock: ${clock}`);
  if (!index.head) reasons.push("index: it holds no block yet");
  if (follower.halted !== null) reasons.push(`index: ${follower.halted}`);
  else if (follower.problem !== null) reasons.push(`index: ${follower.problem}`);
  for (const lane of worker.lanes()) {
    if (lane.stopped) reasons.push(`lane ${lane.key}: ${lane.stopped.message}`);
    else if (lane.waitsFor !== null) reasons.push(`lane ${lane.key} since the restore: ${lane.waitsFor}`);
  }
  const age = outbox.age ?? 0;
  if (age > settings.lateMs)
    reasons.push(`outbox: the oldest operation waits for ${Math.round(age / 1000)} s`);
  return reasons;
}
