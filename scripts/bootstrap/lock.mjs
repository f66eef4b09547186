import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";

const POLL_MS = 300;
const BEAT_MS = 5_000;
/** A holder on another machine (a shared folder) is judged by its heartbeat alone. */
const SILENT_ELSEWHERE_MS = 60_000;
/** A process of ours that lives but was silent this long is another program with a reused id. */
const SILENT_HERE_MS = 15 * 60_000;

/**
 * Is the lock left over? Its pids are the holder and the npm it started: a killed holder's npm still
 * writes, so the lock counts until both are gone.
 */
export function isStale({ owner, silentMs, host, alive }) {
  if (owner.host !== host) return silentMs > SILENT_ELSEWHERE_MS;
  return !owner.pids.some(alive) || silentMs > SILENT_HERE_MS;
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Ended, but in a container whose first process never collects it. */
function isZombie(pid) {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)/, ""));
  } catch {
    return false;
  }
}

const ownerFile = (lock) => join(lock, "owner.json");
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let asides = 0;
const aside = (lock) => `${lock}.${process.pid}-${asides++}`;

/** Who holds the lock and since when it was silent; undefined when there is none. */
function read(lock) {
  try {
    const file = existsSync(ownerFile(lock)) ? ownerFile(lock) : lock;
    const silentMs = Date.now() - statSync(file).mtimeMs;
    return { owner: parsed(ownerFile(lock)), silentMs };
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** An unreadable owner (a full disk, a power cut) is nobody of this machine: silence alone decides. */
function parsed(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return { pids: [] };
  }
}

/** A full folder moved into place: the lock appears with its owner in it, and never over another's. */
function take(lock, owner) {
  const mine = aside(lock);
  mkdirSync(mine, { recursive: true });
  write(mine, owner);
  try {
    renameSync(mine, lock);
    return true;
  } catch (error) {
    rmSync(mine, { recursive: true, force: true });
    if (existsSync(lock) || error.code === "ENOTEMPTY" || error.code === "EEXIST") return false;
    throw error;
  }
}

function write(lock, owner) {
  const fresh = `${ownerFile(lock)}.new`;
  writeFileSync(fresh, JSON.stringify(owner));
  renameSync(fresh, ownerFile(lock));
}

function beat(lock) {
  try {
    utimesSync(ownerFile(lock), new Date(), new Date());
  } catch {
    // Someone took the lock for left over; the work goes on, and the stamp decides in the end.
  }
}

/** Moves a lock away, and back if it turns out to be another one than was judged. */
function remove(lock, token) {
  const away = aside(lock);
  try {
    renameSync(lock, away);
    if (read(away).owner.token === token) rmSync(away, { recursive: true, force: true });
    else renameSync(away, lock);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

async function acquire(lock, owner, say) {
  let told = false;
  while (!take(lock, owner)) {
    const found = read(lock);
    if (found && isStale({ ...found, host: owner.host, alive })) {
      remove(lock, found.owner.token);
      continue;
    }
    if (!told) say("Another start of Suyuan is installing; waiting for it …");
    told = true;
    await sleep(POLL_MS);
  }
}

/** Runs the work while no other start of this checkout does; `held.child(pid)` names a process of ours. */
export async function withLock(lock, say, work) {
  const owner = { host: hostname(), pids: [process.pid], token: `${process.pid}-${Date.now()}` };
  mkdirSync(dirname(lock), { recursive: true });
  await acquire(lock, owner, say);
  const beating = setInterval(beat, BEAT_MS, lock);
  const child = (pid) => write(lock, { ...owner, pids: [process.pid, pid] });
  try {
    return await work({ child });
  } finally {
    clearInterval(beating);
    remove(lock, owner.token);
  }
}
