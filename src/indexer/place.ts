import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { syncDirectory } from "../store/durable.ts";
import { openLevel, type Level } from "../store/open.ts";
import { type Storage } from "../store/storage.ts";

/** Where a fresh index is built, beside the live one. */
export const besideOf = (place: string): string => `${place}.rebuilt`;
/** The live index while a fresh one takes its place: there only once the fresh one is complete. */
const oldOf = (place: string): string => `${place}.old`;

/** Opens the index in its place, after finishing or undoing what a crash left there. */
export async function openIndexPlace(place: string, storage?: Storage): Promise<Level> {
  recoverPlace(place);
  mkdirSync(place, { recursive: true, mode: 0o700 });
  return openLevel(place, storage);
}

/**
 * Puts the complete, closed index beside into the place of the closed live one. The old one is kept until
 * the new one stands there, so a crash at any moment leaves one of the two to be found at the next opening.
 */
export function swapIn(place: string, crashAt: (point: string) => void = () => undefined): void {
  if (existsSync(place)) renameSync(place, oldOf(place));
  syncDirectory(dirname(place));
  crashAt("swap-moved-out");
  renameSync(besideOf(place), place);
  syncDirectory(dirname(place));
  crashAt("swap-moved-in");
  rmSync(oldOf(place), { recursive: true, force: true });
}

/** After a crash: a swap that began is finished; a fresh index that was not complete is thrown away. */
export function recoverPlace(place: string): void {
  const began = existsSync(oldOf(place)) && !existsSync(place);
  if (began) renameSync(existsSync(besideOf(place)) ? besideOf(place) : oldOf(place), place);
  syncDirectory(dirname(place));
  rmSync(besideOf(place), { recursive: true, force: true });
  rmSync(oldOf(place), { recursive: true, force: true });
}
