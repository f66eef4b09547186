import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, onTestFinished } from "vitest";

/** Where what must be undone is noted: the running test, or a hook's own list. */
export type After = (undo: () => void | Promise<void>) => void;

/** A folder of the running test's own, gone when the test is. */
export function temporaryFolder(after: After = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), "suyuan-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * What is noted is undone after the file's tests, the last first. Called beside the tests and handed to what a
 * hook makes: vitest passes over an `afterAll` that is called in a hook.
 */
export function afterFile(): After {
  const undone: Parameters<After>[0][] = [];
  afterAll(async () => {
    for (const undo of undone.splice(0).reverse()) await undo();
  });
  return (undo) => void undone.push(undo);
}
