import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { configFrom, defaults } from "../../src/config.ts";
import { openGateway } from "../../src/gateway.ts";
import { startGateway } from "../../src/main.ts";
import { foundTiers } from "../../src/ops/founding.ts";
import { checkIndex, rebuildIndex } from "../../src/ops/maintenance.ts";
import { backUpStill, keepBackingUp, restoreNewest } from "./backing.ts";
import { doNext, linesOf, Notebook } from "./client.ts";
import { departments } from "./plan.ts";
import { Random } from "./random.ts";

/**
 * A gateway and its client in one process that dies when and where it is told to (SUYUAN_CRASH_AT, or a
 * signal). What a client was told lies in `acknowledged`, the blocks that were shown in `blocks`.
 */
const [folder, work, seed, requests] = process.argv.slice(2) as [string, string, string, string];
// A journal that is compacted again and again, since the work here is small.
const limits = { ...defaults.limits, journalBytes: 32 * 1024 };
const config = configFrom({ data: join(folder, "data"), city: "sample", limits });

async function act(): Promise<void> {
  const notebook = new Notebook(join(folder, "acknowledged"));
  const g = await openGateway(config, (event, fields) => log(event, fields));
  g.index.on("applied", ({ block }) =>
    appendFileSync(join(folder, "blocks"), `${JSON.stringify([block.number, block.hash])}\n`),
  );
  await foundTiers(g, departments);
  writeFileSync(join(folder, "ready"), String(process.pid));
  let over = false;
  const backing = work === "back-up" ? keepBackingUp(g, folder, notebook, () => over) : undefined;
  const random = new Random(Number(seed) ^ notebook.acknowledged.length);
  for (let i = 0; i < Number(requests); i++) {
    await doNext(g, Number(seed), notebook);
    if (random.chance(0.3)) await wait(random.below(15));
    // The sharing loop builds on what is indexed.
    if (random.chance(0.15)) while (g.outbox.size.operations > 0) await wait(2);
  }
  while (g.outbox.size.operations > 0) await wait(5);
  over = true;
  await backing;
  await g.close();
  notebook.close();
}

/** A whole gateway with its HTTP interface, as `suyuan start` runs it, in a city without the sample. */
async function serve(): Promise<void> {
  const { gateway, url } = await startGateway({ ...config, port: 0 }, (event, fields) => log(event, fields));
  await foundTiers(gateway, departments);
  gateway.directory.noteFounded();
  writeFileSync(join(folder, "data", "gateway.json"), JSON.stringify({ url, pid: process.pid, version: "" }));
  writeFileSync(join(folder, "ready"), String(process.pid));
}

function log(event: string, fields: object): void {
  appendFileSync(join(folder, "log"), `${event} ${JSON.stringify(fields)}\n`);
}

switch (work) {
  case "act":
  case "back-up":
    await act();
    break;
  case "serve":
    await serve();
    break;
  case "back-up-still":
    await backUpStill(config, folder, linesOf(join(folder, "acknowledged")).length);
    break;
  case "restore":
    await restoreNewest(config, folder);
    break;
  case "rebuild":
    await rebuildIndex(config);
    break;
  case "fsck":
    if ((await checkIndex(config)).length > 0) process.exitCode = 1;
    break;
  default:
    throw new Error(`no work is called ${work}`);
}
