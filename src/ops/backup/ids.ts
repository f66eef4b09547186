import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Entry } from "../../outbox/entries.ts";
import { Journal } from "../../outbox/journal.ts";
import { sequenceOf } from "../../outbox/operation.ts";
import { Settled } from "../../outbox/settled.ts";
import { openLevel } from "../../store/open.ts";

/** More operations than a gateway accepts between a backup and its loss. */
const ROOM = 36 ** 5;

/**
 * The lost gateway went on giving ids after the backup, and their clients may still ask. New operations get
 * ids far beyond, so that nobody is told of another's operation under an id of his own. Answers with the
 * sequence of the last id before the room.
 */
export async function leaveRoomForIds(data: string): Promise<number> {
  const path = join(data, "outbox", "journal");
  if (!existsSync(path)) return 0;
  let last = await lastSettled(data);
  const note = (entry: Entry) => {
    if (entry.t === "given") last = Math.max(last, entry.sequence);
    if (entry.t === "accept") for (const { id } of entry.ops) last = Math.max(last, sequenceOf(id));
  };
  const journal = await Journal.open<Entry>(path, note);
  try {
    await journal.append({ t: "given", sequence: last + ROOM });
    return last;
  } finally {
    await journal.close();
  }
}

async function lastSettled(data: string): Promise<number> {
  const level = await openLevel(join(data, "operations"));
  try {
    const id = await new Settled(level).lastId();
    return id === undefined ? 0 : sequenceOf(id);
  } finally {
    await level.close();
  }
}
