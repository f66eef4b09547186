import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Config } from "../../src/config.ts";
import { type Gateway } from "../../src/gateway.ts";
import { MANIFEST } from "../../src/ops/backup/manifest.ts";
import { restoreBackup } from "../../src/ops/backup/restore.ts";
import { backUpDirectory } from "../../src/ops/backup/still.ts";
import { type Notebook } from "./client.ts";

const KEPT = 3;

/** Numbers of the backups in this folder, whole or not, oldest first. */
export function backupsIn(folder: string): number[] {
  const numbers = readdirSync(folder).flatMap((name) => /^backup-(\d+)(\.|$)/.exec(name)?.[1] ?? []);
  return [...new Set(numbers.map(Number))].sort((a, b) => a - b);
}

export const placeOf = (folder: string, n: number) => join(folder, `backup-${n}`);
export const toldOf = (folder: string, n: number) => join(folder, `backup-${n}.told`);

export function newestWhole(folder: string): number | undefined {
  return backupsIn(folder).findLast((n) => existsSync(join(placeOf(folder, n), MANIFEST)));
}

/** Says beside a backup how many answers its client had when it was begun: all of them must be in it. */
function announce(folder: string, told: number): string {
  const n = (backupsIn(folder).at(-1) ?? 0) + 1;
  for (const old of backupsIn(folder).filter((o) => o < n - KEPT)) {
    for (const name of [placeOf(folder, old), `${placeOf(folder, old)}.partial`, toldOf(folder, old)])
      rmSync(name, { recursive: true, force: true });
  }
  writeFileSync(toldOf(folder, n), String(told));
  return placeOf(folder, n);
}

/** Backup after backup of a gateway at work. */
export async function keepBackingUp(
  g: Gateway,
  folder: string,
  { acknowledged }: Notebook,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    const state = g.backups.begin(announce(folder, acknowledged.length));
    await g.backups.idle();
    if (state.state === "failed") throw state.error;
    await wait(5);
  }
}

export async function backUpStill(config: Config, folder: string, told: number): Promise<void> {
  await backUpDirectory(config, { target: announce(folder, told), sealed: false });
}

export async function restoreNewest({ crashAt }: Config, folder: string): Promise<void> {
  const backup = placeOf(folder, newestWhole(folder)!);
  await restoreBackup({ backup, data: join(folder, "restored"), oldGatewayIsDead: true, crashAt });
}
