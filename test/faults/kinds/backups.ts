import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { endOrphan } from "../../../src/chain/embedded/orphan.ts";
import { SuyuanError } from "../../../src/core/errors.ts";
import { type Hex } from "../../../src/core/hex.ts";
import { MANIFEST, readManifest } from "../../../src/ops/backup/manifest.ts";
import { restoreBackup } from "../../../src/ops/backup/restore.ts";
import { backupsIn, newestWhole, placeOf, toldOf } from "../backing.ts";
import { check, type Checked } from "../check.ts";
import { linesOf } from "../client.ts";
import { Patient } from "../driver.ts";
import { type FaultKind, type FaultRun } from "../kind.ts";
import { type Random } from "../random.ts";
import { journey } from "./points.ts";

/** In a backup; a part is passed at least twelve times in each. */
const writing: readonly (readonly [point: string, upTo: number])[] = [
  ["backup-cut", 3],
  ["backup-part", 30],
  ["backup-parts-synced", 3],
  ["backup-sealed", 3],
  ["backup-renamed", 3],
];

const restoring: readonly (readonly [point: string, upTo: number])[] = [
  ["restore-verified", 1],
  ["restore-part", 12],
  ["restore-marked", 1],
  ["restore-renamed", 1],
];

const FAULTS_EACH = 12;

/** A folder as the model knows it: what was acknowledged before the backup was begun, the blocks it must have. */
async function checkRestored(patient: Patient, n: number, restored: string): Promise<Checked> {
  const folder = join(patient.folder, "model");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const told = Number(readFileSync(toldOf(patient.folder, n), "utf8"));
  const lines = readFileSync(join(patient.folder, "acknowledged"), "utf8").split("\n").slice(0, told);
  assert.equal(lines.length, told);
  writeFileSync(join(folder, "acknowledged"), lines.map((line) => `${line}\n`).join(""));
  cpSync(restored, join(folder, "data"), { recursive: true });
  const [{ block }] = JSON.parse(readFileSync(join(restored, "restored.json"), "utf8")) as [
    { block: { number: number } },
  ];
  const shown = linesOf<[number, Hex]>(join(patient.folder, "blocks")).filter(([at]) => at <= block.number);
  writeFileSync(join(folder, "blocks"), shown.map((line) => `${JSON.stringify(line)}\n`).join(""));
  try {
    return await check(folder, patient.seed);
  } finally {
    await endOrphan(join(folder, "data", "chain", "node.json"));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The newest whole backup is restored and compared with the model; answers with its number. */
async function restoreAndCheck(patient: Patient): Promise<number | undefined> {
  const n = newestWhole(patient.folder);
  if (n === undefined) return undefined;
  const data = join(patient.folder, "to-check");
  rmSync(data, { recursive: true, force: true });
  await restoreBackup({ backup: placeOf(patient.folder, n), data, oldGatewayIsDead: true });
  await checkRestored(patient, n, data);
  rmSync(data, { recursive: true, force: true });
  return n;
}

async function mustRefuse(backup: string, patient: Patient, why: string): Promise<void> {
  const data = join(patient.folder, "refused");
  const error: unknown = await restoreBackup({ backup, data, oldGatewayIsDead: true }).catch(
    (e: unknown) => e,
  );
  const code = error instanceof SuyuanError ? error.code : String(error);
  assert.equal(code, "BACKUP_DAMAGED", `${why} was not refused (seed ${patient.seed})`);
  assert.ok(!existsSync(data), `${why} left something (seed ${patient.seed})`);
}

/** What a killed backup left has no backup's name, and is refused unless its manifest was there already. */
async function checkHalves(patient: Patient, run: FaultRun): Promise<void> {
  for (const n of backupsIn(patient.folder)) {
    const half = `${placeOf(patient.folder, n)}.partial`;
    if (!existsSync(half)) continue;
    assert.ok(!existsSync(placeOf(patient.folder, n)), `backup ${n} is there twice (seed ${patient.seed})`);
    if (!existsSync(join(half, MANIFEST))) {
      await mustRefuse(half, patient, "half a backup");
      run.fired("half-backup-refused");
    } else readManifest(half);
    rmSync(half, { recursive: true });
  }
}

async function checkFlip(patient: Patient, run: FaultRun): Promise<void> {
  const n = newestWhole(patient.folder);
  if (n === undefined) return;
  const copy = join(patient.folder, "flipped");
  cpSync(placeOf(patient.folder, n), copy, { recursive: true });
  flip(copy, run.random);
  await mustRefuse(copy, patient, "a backup with a flipped bit");
  rmSync(copy, { recursive: true });
  run.fired("bit-flipped-in-a-backup");
}

function flip(folder: string, random: Random): void {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const file = random.pick(files.filter((f) => readFileSync(f).length > 0));
  const bytes = readFileSync(file);
  bytes[random.below(bytes.length)]! ^= 1 << random.below(8);
  writeFileSync(file, bytes);
}

async function killWhileBackingUp(patient: Patient, { random }: FaultRun): Promise<void> {
  const dice = random.next();
  if (dice < 0.3) await patient.killGatewayAfter(random.below(600), "back-up");
  else if (dice < 0.5) {
    const [point, upTo] = random.pick(journey);
    await patient.crashAt(point, 1 + random.below(upTo), "back-up");
  } else {
    const [point, upTo] = random.pick(writing);
    await patient.crashAt(point, 1 + random.below(upTo), "back-up");
  }
}

async function killStillBackup(patient: Patient, { random }: FaultRun): Promise<void> {
  const [point, upTo] = random.pick(writing);
  await patient.crashAt(
    point,
    point === "backup-part" ? 1 + random.below(10) : Math.min(1, upTo),
    "back-up-still",
  );
}

/** A restore that dies leaves nothing under the name, or all of it; and the next one does not mind. */
async function killRestore(patient: Patient, { random }: FaultRun): Promise<void> {
  const n = newestWhole(patient.folder);
  if (n === undefined) return;
  const data = join(patient.folder, "restored");
  const [point, upTo] = random.pick(restoring);
  await patient.crashAt(point, 1 + random.below(upTo), "restore");
  const isThere = existsSync(data);
  assert.equal(isThere, point === "restore-renamed", `after ${point} (seed ${patient.seed})`);
  if (!isThere)
    assert.equal((await patient.run("restore")).code, 0, `restoring again (seed ${patient.seed})`);
  await checkRestored(patient, n, data);
  rmSync(data, { recursive: true });
}

async function oneFault(patient: Patient, run: FaultRun): Promise<void> {
  const dice = run.random.next();
  if (dice < 0.65) await killWhileBackingUp(patient, run);
  else if (dice < 0.8) await killStillBackup(patient, run);
  else await killRestore(patient, run);
  await checkHalves(patient, run);
  const n = await restoreAndCheck(patient);
  if (n !== undefined) run.fired("restored-and-compared");
  await checkFlip(patient, run);
}

/** One of each, so that the short set has them all. */
async function oneOfEach(patient: Patient, run: FaultRun): Promise<void> {
  await patient.crashAt("backup-part", 20, "back-up");
  await checkHalves(patient, run);
  await killStillBackup(patient, run);
  await checkHalves(patient, run);
  await killRestore(patient, run);
  if ((await restoreAndCheck(patient)) !== undefined) run.fired("restored-and-compared");
  await checkFlip(patient, run);
}

async function onePatient(run: FaultRun): Promise<void> {
  const patient = new Patient(run.random.below(2 ** 31));
  try {
    await oneOfEach(patient, run);
    for (let i = 0; i < FAULTS_EACH && (i < 2 || run.goOn()); i++) await oneFault(patient, run);
    run.say(`seed ${patient.seed}: ${JSON.stringify(await patient.check())}`);
  } finally {
    for (const [fault, count] of patient.fired) run.fired(fault, count);
    await patient.remove();
  }
}

export const backups: FaultKind = {
  name: "backups",
  about:
    "SIGKILL to gateway, backup and restore in the middle of a backup or a restore; bits flipped in backups",
  needs: {},
  weight: 2,
  async run(run) {
    do await onePatient(run);
    while (run.goOn());
  },
};
