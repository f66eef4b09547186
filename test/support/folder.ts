import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Where what must be undone is noted: the running test, or a hook's own list. */
export type After = (undo: () => void | Promise<void>) => void;

/** A folder of the running test's own, gone when the test is. */
export function temporaryFolder(after: After = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), "suyuan-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
