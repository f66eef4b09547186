import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/folder.ts";
import { type Change, openLevel } from "../open.ts";
import { damageOf } from "./damage.ts";

async function filled(folder: string): Promise<string> {
  const path = join(folder, "level");
  const rows = (n: number) =>
    Array.from({ length: 300 }, (_, i): Change => [`key!${n}-${i}`, `value ${i} `.repeat(i % 40)]);
  // The second opening makes a table of the first one's log.
  for (const n of [1, 2]) {
    const db = await openLevel(path);
    await db.write(rows(n), { sync: true });
    await db.write([[`last!${n}`, "1"]], { sync: true });
    await db.close();
  }
  return path;
}

test("a flipped bit in any live file is seen, but for what was written last", async () => {
  const folder = temporaryFolder();
  const path = await filled(folder);
  expect(damageOf(path)).toBeNull();
  const live = readdirSync(path).filter((name) => /\.ldb$|\.log$|^CURRENT$/.test(name));
  expect(live.some((name) => name.endsWith(".ldb"))).toBe(true);
  for (const name of live) {
    const copy = join(folder, `copy-${name}`);
    cpSync(path, copy, { recursive: true });
    const whole = readFileSync(join(copy, name));
    const end = name.endsWith(".log") ? whole.length - 100 : whole.length;
    for (let at = 0; at < end; at += 97) {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= 4;
      writeFileSync(join(copy, name), bytes);
      expect(damageOf(copy), `${name}, byte ${at}`).not.toBeNull();
    }
    writeFileSync(join(copy, name), whole);
    expect(damageOf(copy)).toBeNull();
  }
});
