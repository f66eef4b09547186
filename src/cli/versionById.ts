import { setTimeout as sleep } from "node:timers/promises";
import type { VersionAnswer } from "../ledger/dataset/answers.ts";
import { type Api, isProblem } from "./api.ts";

const LOOK_EVERY_MS = 200;
const LOOK_FOR_MS = 5_000;

/** The version of this id; null while it is accepted and not in a block yet. */
export async function versionById(api: Api, id: string, patient: boolean): Promise<VersionAnswer | null> {
  const until = performance.now() + (patient ? LOOK_FOR_MS : 0);
  for (;;) {
    try {
      return await api.query("version", { version: id });
    } catch (error) {
      if (!isProblem(error, "THING_UNKNOWN")) throw error;
      if (performance.now() >= until) return null;
    }
    await sleep(LOOK_EVERY_MS);
  }
}
