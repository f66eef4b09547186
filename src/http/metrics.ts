import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { factCount } from "./eventStream.ts";
import { type Served } from "./served.ts";

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export interface Metrics {
  registry: Registry;
  observe(labels: { method: string; route: string; status: string }, seconds: number): void;
}

/** What an operator watches. Figures are taken when somebody asks. */
export function openMetrics(s: Pick<Served, "gateway" | "waiters">): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const { outbox, worker, index, port } = s.gateway;
  const gauge = (name: string, help: string, read: () => number | Promise<number>) =>
    new Gauge({
      name: `suyuan_${name}`,
      help,
      registers: [registry],
      async collect() {
        this.set(await read());
      },
    });
  gauge("outbox_open_operations", "Accepted and not yet final.", () => outbox.size.operations);
  gauge("outbox_open_bytes", "Their size, about.", () => outbox.size.bytes);
  gauge("outbox_oldest_seconds", "Age of the oldest of them.", () => (outbox.age ?? 0) / 1000);
  const lanes = () => [...worker.lanes()];
  gauge("lanes", "Officer keys that have signed since the start.", () => lanes().length);
  gauge("lanes_stopped", "Lanes that wait for an operator.", () => lanes().filter((l) => l.stopped).length);
  gauge("lanes_waiting_operations", "Not yet in a transaction.", () => sum(lanes().map((l) => l.waiting)));
  gauge("lanes_outstanding_transactions", "Sent and not yet settled.", () =>
    sum(lanes().map((l) => l.outstanding.length)),
  );
  gauge("index_head_block", "The last block indexed.", () => index.head?.number ?? -1);
  gauge("index_final_block", "The last block that stays.", () => index.final);
  gauge(
    "index_lag_blocks",
    "Blocks of the chain that are not indexed yet; -1 when the node does not answer.",
    () =>
      port.readable().then(
        (head) => Math.max(0, head - (index.head?.number ?? -1)),
        () => -1,
      ),
  );
  gauge("facts", "Facts in the read model.", () => factCount(index));
  gauge("http_awaited_operations", "Operations that requests wait for.", () => s.waiters.size);
  const durations = new Histogram({
    name: "suyuan_http_request_duration_seconds",
    help: "Time to answer, by route.",
    labelNames: ["method", "route", "status"] as const,
    buckets: SECONDS,
    registers: [registry],
  });
  return { registry, observe: (labels, seconds) => durations.observe(labels, seconds) };
}

function sum(numbers: number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
