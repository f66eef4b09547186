import { foundTiers } from "../../src/ops/founding.ts";
import { configFrom, type Config } from "../../src/config.ts";
import { startGateway } from "../../src/main.ts";
import { departments } from "./plan.ts";

/**
 * A whole gateway with its HTTP interface in a process of its own. It says on its output, a JSON text a line,
 * where it listens, what it logs, what its clocks show, and how much memory it uses.
 */
const wanted = JSON.parse(process.argv[2]!) as Partial<Config>;
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
const quiet = ["http.request", "embedded.mined"];

const showSelf = () => {
  const { rss, heapUsed } = process.memoryUsage();
  say({ clocks: { wall: Date.now(), monotonic: performance.now() }, memory: { rss, heapUsed } });
};

showSelf();
const running = await startGateway(configFrom({ city: "sample", port: 0, ...wanted }), (event, fields) => {
  if (!quiet.includes(event)) say({ log: event, ...fields });
}).catch((error: { code?: string; message: string }) => {
  say({ failed: error.code ?? "unknown", message: error.message });
  process.exit(3);
});
const { gateway } = running;
if (!gateway.directory.isFounded) {
  await foundTiers(gateway, departments);
  gateway.directory.noteFounded();
}
say({ url: running.url, pid: process.pid });
setInterval(() => {
  showSelf();
  const { outbox, index } = gateway;
  say({ outbox: outbox.size, journal: outbox.journalBytes, head: index.head?.number ?? 0 });
}, 250).unref();
process.on("SIGTERM", () => void running.close().then(() => process.exit(0)));
