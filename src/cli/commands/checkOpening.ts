import type { Command } from "commander";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { commitContent, commitText } from "../../content/commitment.ts";
import { parseJson } from "../../core/canonical.ts";
import { SuyuanError } from "../../core/errors.ts";
import { fromHex } from "../../core/hex.ts";
import { content, digest } from "../../ledger/inputs.ts";
import { visible } from "../../ledger/lineage/drawing.ts";
import { type Cli } from "../cli.ts";
import { FAILED } from "../problem.ts";
import { explain } from "../usage.ts";

const opening = z.union([
  z.object({ text: z.string(), salt: digest() }),
  z.object({ content: content(), salt: digest() }),
]);

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .argument("<delivery or request>", t("如 D23、R17", "like D23 or R17"))
    .argument("<file>", t("开示材料（JSON）", "the opening, as JSON"))
    .action((of: string, file: string) => check(of, file, cli));
  const other = t("不是该承诺的开示", "it opens something else");
  explain(command, cli, ["suyuan check-opening R17 opening.json"], [[FAILED, other]]);
}

/** Computed here: what opens it is told to no gateway. */
async function check(of: string, file: string, cli: Cli): Promise<void> {
  const { commitment, found } = { commitment: await commitmentOf(of, cli), found: read(file) };
  const made =
    "text" in found
      ? commitText(found.text, fromHex(found.salt))
      : commitContent(found.content, fromHex(found.salt)).sha256;
  const opens = made === commitment;
  const says = opens
    ? cli.t(`是 ${of} 的开示`, `opens ${of}`)
    : cli.t(`不是 ${of} 的开示`, `does not open ${of}`);
  const shown = !opens ? "" : `\n${"text" in found ? visible(found.text) : JSON.stringify(found.content)}`;
  cli.print({ of, commitment, opens }, `${says}${shown}`);
  if (!opens) cli.exitCode = FAILED;
}

async function commitmentOf(of: string, cli: Cli): Promise<string> {
  const nothing = () =>
    new SuyuanError("INPUT_NOT_VALID", { field: "of", value: of, reason: "has no commitment to open" });
  if (of.startsWith("R") || of.startsWith("0x09")) {
    const { commitment } = await cli.api.query("request", { request: of });
    if (commitment === null) throw nothing();
    return commitment;
  }
  const { version } = await cli.api.query("delivery", { delivery: of });
  const { content: its } = await cli.api.query("version", { version });
  if (!its.committed) throw nothing();
  return its.sha256;
}

function read(file: string): z.infer<typeof opening> {
  const refuse = (reason: string) =>
    new SuyuanError("INPUT_NOT_VALID", { field: "file", value: file, reason });
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw refuse(`cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  const found = opening.safeParse(parseJson(text, "file"));
  if (!found.success) throw refuse("is no opening, as “suyuan opening --show” prints it");
  return found.data;
}
