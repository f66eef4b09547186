import { existsSync } from "node:fs";
import { join } from "node:path";
import { SuyuanError } from "../../core/errors.ts";
import { type Config } from "../../config.ts";
import { DataDirectory } from "../dataDirectory.ts";
import { cutStill } from "./cut.ts";
import { type Manifest } from "./manifest.ts";
import { requireFreeTarget, writeBackup } from "./write.ts";

export interface StillBackup {
  target: string;
  sealed: boolean;
  onProgress?: (done: number, total: number) => void;
}

/** Backs up a directory that no gateway runs on. One that does is named, and nothing is written. */
export async function backUpDirectory(config: Config, task: StillBackup): Promise<Manifest> {
  const { data, crashAt } = config;
  const target = requireFreeTarget(task.target, data);
  if (!existsSync(join(data, "suyuan.json")))
    throw new SuyuanError("THING_UNKNOWN", { field: "data", value: `${data}: a data directory` });
  const directory = DataDirectory.open(data, config.city);
  try {
    const cut = await cutStill(directory, task.sealed);
    try {
      return await writeBackup(cut, target, { onProgress: task.onProgress ?? (() => undefined), crashAt });
    } finally {
      await cut.release();
    }
  } finally {
    directory.close();
  }
}
