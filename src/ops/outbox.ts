import { type Config } from "../config.ts";
import { type Entry } from "../outbox/entries.ts";
import { Journal } from "../outbox/journal.ts";
import { type OutboxAtRest } from "../outbox/loss.ts";
import { Outbox, type OutboxOptions } from "../outbox/outbox.ts";
import { Settled } from "../outbox/settled.ts";
import { Standing } from "../outbox/standing.ts";
import { openLevel } from "../store/open.ts";
import { type DataDirectory } from "./dataDirectory.ts";

type Log = (event: string, fields: object) => void;
type Clocks = NonNullable<OutboxOptions["clocks"]>;

/** The outbox of this data directory: its journal, and what is over. */
export async function openOutbox(
  config: Config,
  directory: DataDirectory,
  clocks: Clocks,
  log: Log,
): Promise<Outbox> {
  const folder = directory.folder("outbox");
  const settled = await openLevel(directory.folder("operations"));
  const { crashAt } = config;
  const onTorn = (bytes: number) => log("outbox.torn", { bytes });
  const open = (each: (entry: Entry) => void) =>
    Journal.open<Entry>(`${folder}/journal`, each, { onTorn, crashAt });
  return Outbox.open(open, settled, config.limits, { clocks, log });
}

/** The same without anything that works, for whoever repairs it. */
export async function withOutboxAtRest<T>(
  config: Config,
  directory: DataDirectory,
  log: Log,
  work: (outbox: OutboxAtRest) => Promise<T>,
): Promise<T> {
  // Finishes what a death left between journal and store. By a clock that stands still, no client's key is old.
  const still = () => ({ wall: Date.now(), chain: 0 });
  await (await openOutbox(config, directory, still, log)).close();
  const standing = new Standing();
  const settled = new Settled(await openLevel(directory.folder("operations")));
  try {
    const path = `${directory.folder("outbox")}/journal`;
    const journal = await Journal.open<Entry>(path, (entry) => standing.apply(entry));
    return await work({ journal, standing, settled }).finally(() => journal.close());
  } finally {
    await settled.close();
  }
}
