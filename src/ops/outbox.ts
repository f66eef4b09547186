import { type Config } from "../config.ts";
import { SuyuanError } from "../core/errors.ts";
import { reportDamage } from "../outbox/damage.ts";
import { type Entry } from "../outbox/entries.ts";
import { Journal } from "../outbox/journal.ts";
import { type OutboxAtRest } from "../outbox/loss.ts";
import { Outbox, type OutboxOptions } from "../outbox/outbox.ts";
import { Settled } from "../outbox/settled.ts";
import { Standing } from "../outbox/standing.ts";
import { type Level } from "../store/open.ts";
import { type Secrets } from "../store/secrets.ts";
import { Storage } from "../store/storage.ts";
import { openStore } from "../store/whole.ts";
import { type DataDirectory } from "./dataDirectory.ts";

type Log = (event: string, fields: object) => void;
type Clocks = NonNullable<OutboxOptions["clocks"]>;

/** The outbox of this data directory: its journal, and what is over. */
export async function openOutbox(o: {
  config: Config;
  directory: DataDirectory;
  clocks: Clocks;
  log: Log;
  storage: Storage;
  /** Owned by the outbox from then on. */
  operations: Level;
  /** Left out, what the journal says of this store is not compared with it. */
  secrets?: Secrets;
}): Promise<Outbox> {
  const { clocks, log, storage } = o;
  const { crashAt, limits } = o.config;
  const path = `${o.directory.folder("outbox")}/journal`;
  const onTorn = (bytes: number) => log("outbox.torn", { bytes });
  const open = (each: (entry: Entry) => void) =>
    Journal.open<Entry>(path, each, { onTorn, crashAt, storage }).catch((error: unknown) => {
      if (error instanceof SuyuanError && error.code === "OUTBOX_DAMAGED")
        log("outbox.damaged", { problem: error.message, report: reportDamage(path) });
      throw error;
    });
  const { secrets } = o;
  const counts = secrets ? { secrets: () => secrets.writes } : {};
  return Outbox.open(open, o.operations, limits, { clocks, log, ...counts });
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
  const store = async () => openStore(directory.folder("operations"), new Storage());
  const operations = await store();
  const given = { config, directory, clocks: still, log, storage: new Storage(), operations };
  await (await openOutbox(given)).close();
  const standing = new Standing();
  const settled = new Settled(await store());
  try {
    const path = `${directory.folder("outbox")}/journal`;
    const journal = await Journal.open<Entry>(path, (entry) => standing.apply(entry));
    return await work({ journal, standing, settled }).finally(() => journal.close());
  } finally {
    await settled.close();
  }
}
