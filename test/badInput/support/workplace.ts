import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { foundCity } from "./city.ts";
import { type Workplace } from "./commands.ts";

export interface OpenWorkplace extends Workplace {
  close(): Promise<void>;
}

/** Files and folders with something wrong with them, and a gateway that must never hear of most of them. */
export async function openWorkplace(): Promise<OpenWorkplace> {
  const city = await foundCity();
  const folder = mkdtempSync(join(tmpdir(), "suyuan-work-"));
  const at = (name: string) => join(folder, name);
  const fill = (name: string, files: Record<string, string>) => {
    mkdirSync(at(name), { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(at(name), file), text);
  };
  writeFileSync(at("note.txt"), "a note\n");
  writeFileSync(at("broken.json"), '{"code":');
  const ledger = { chainId: 77, factLog: `0x${"f".repeat(40)}`, spine: `0x${"5".repeat(64)}`, from: 2 };
  writeFileSync(at("ledger.json"), JSON.stringify(ledger));
  writeFileSync(at("half-ledger.json"), JSON.stringify({ chainId: 77 }));
  writeFileSync(at("twice.json"), '{"code":"a","code":"b"}');
  writeFileSync(at("admin.key"), city.admin);
  writeFileSync(at("wrong.key"), `sy_${"w".repeat(43)}`);
  writeFileSync(at("expired.key"), city.keys.expired);
  writeFileSync(at("reader.key"), city.keys.reader);
  execFileSync("mkfifo", [at("pipe")]);
  fill("empty", {});
  fill("linked", { "a.txt": "a" });
  symlinkSync(at("note.txt"), at("linked/b.txt"));
  symlinkSync(at("nowhere"), at("dangling.txt"));
  fill("colliding", { "Pr\u00e9cis.txt": "composed", "Pre\u0301cis.txt": "decomposed" });
  fill("foreign", { "holiday.jpg": "not a ledger" });
  fill("newer", { "suyuan.json": '{"format":99}' });
  fill("torn", { "suyuan.json": '{"format":' });
  const close = async () => {
    await city.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { city, at, keyFile: at("admin.key"), close };
}
