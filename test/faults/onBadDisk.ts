import { appendFileSync, existsSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { configFrom } from "../../src/config.ts";
import { SuyuanError } from "../../src/core/errors.ts";
import { startGateway } from "../../src/main.ts";
import { foundTiers } from "../../src/ops/founding.ts";
import { doNext, Notebook } from "./client.ts";
import { departments } from "./plan.ts";

/**
 * A whole gateway with its HTTP interface, on a disk that fails, and a client in the same process that asks
 * again as long as it is told to. Ends with 0 only when everything it was acknowledged is done.
 */
const [folder, seed, requests] = process.argv.slice(2) as [string, string, string];
const config = configFrom({ data: join(folder, "data"), city: "sample", port: 0 });
const told = { later: 0 };

writeFileSync(join(folder, "pid"), String(process.pid));
const running = await startGateway(config, (event, fields) =>
  appendFileSync(join(folder, "log"), `${event} ${JSON.stringify(fields)}\n`),
).catch((error: unknown) => {
  if (!(error instanceof SuyuanError) || error.code !== "STORAGE_FAILED") throw error;
  // What the command line tells, and how it ends.
  process.stderr.write(`STORAGE_FAILED ${error.message}\n`);
  process.exit(3);
});
void showBlocks();
await again(() => {
  // What waits for operations of a gateway that was replaced would wait for ever: it is asked again.
  const later = running.replaced(running.gateway).then(() => {
    throw new SuyuanError("OUTBOX_CLOSED");
  });
  return Promise.race([foundTiers(running.gateway, departments), later]);
});
const notebook = new Notebook(join(folder, "acknowledged"));
note("ready");
const isStopped = () => existsSync(join(folder, "stop"));
for (let i = 0; i < Number(requests) && !isStopped(); i++)
  await again(() => doNext(running.gateway, Number(seed), notebook));
while (running.gateway.storage.failure || running.gateway.outbox.size.operations > 0) await wait(5);
note("done");
await running.close();
notebook.close();

/** A client that is told to come back later does so. */
async function again<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    const { gateway } = running;
    try {
      return await ask();
    } catch (error) {
      const isLater = error instanceof SuyuanError && error.row.retry === "later";
      if (!isLater && gateway === running.gateway && gateway.storage.failure === null) throw error;
      told.later++;
      note("refused");
      await wait(20);
    }
  }
}

/** Blocks that were shown as final, of one gateway after the other. */
async function showBlocks(): Promise<never> {
  for (;;) {
    const { gateway } = running;
    gateway.index.on("applied", ({ block }) =>
      appendFileSync(join(folder, "blocks"), `${JSON.stringify([block.number, block.hash])}\n`),
    );
    await running.replaced(gateway);
  }
}

function note(state: string): void {
  const line = { state, url: running.url, later: told.later };
  writeFileSync(join(folder, "state.new"), JSON.stringify(line));
  renameSync(join(folder, "state.new"), join(folder, "state"));
}
