import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { configFrom } from "../config.ts";
import { SuyuanError } from "../core/errors.ts";
import { type BackupManifest, SuyuanProblem } from "../sdk/client.ts";
import { removeFile, writeFileDurably } from "../store/durable.ts";
import { type Cli } from "./cli.ts";

export interface BackupTask {
  /** Absolute. */
  target: string;
  sealed: boolean;
  onProgress(done: number, total: number): void;
}

const LOOK_EVERY_MS = 100;

/** The gateway writes it; where to, it is told by a file that only its owner can make. */
export async function backUpRunning(task: BackupTask, cli: Cli): Promise<BackupManifest> {
  const { target, sealed, onProgress } = task;
  const file = join(cli.settings.data, "backup.request");
  const id = randomUUID();
  writeFileDurably(file, JSON.stringify({ id, target, sealed }));
  try {
    let backup = await cli.api.ask((c) => c.backups.begin(id));
    while (backup.state === "writing") {
      await sleep(LOOK_EVERY_MS);
      backup = await cli.api.ask((c) => c.backups.look(backup.id));
      onProgress(backup.done, backup.total);
    }
    if (backup.error !== null) throw new SuyuanProblem(backup.error);
    return backup.manifest!;
  } finally {
    removeFile(file);
  }
}

/** No gateway runs: the directory is held meanwhile, so that none is started. */
export async function backUpStill(task: BackupTask, cli: Cli): Promise<BackupManifest> {
  const { backUpDirectory } = await import("../ops/backup/still.ts");
  const { data } = cli.settings;
  if (!existsSync(data)) throw new SuyuanError("THING_UNKNOWN", { field: "data", value: data });
  return backUpDirectory(configFrom({ data }), task);
}
