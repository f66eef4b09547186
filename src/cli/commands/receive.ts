import type { Command } from "commander";
import { SuyuanError } from "../../core/errors.ts";
import { isProblem } from "../api.ts";
import { type Cli } from "../cli.ts";
import { hash } from "../content.ts";
import { type ActingOptions, actingOptions } from "../options.ts";
import { actAndShow, partyOf } from "../sharing.ts";
import { explain } from "../usage.ts";

interface Options extends ActingOptions {
  dispute?: true;
  note?: string;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .argument("<delivery>", t("如 D23", "like D23"))
    .argument("<file>", t("收到的文件或文件夹", "the file or folder that arrived"))
    .option("--dispute", t("内容不符，提出争议", "it differs from what was delivered: open a dispute"))
    .option("--note <text>", t("说明", "in words"));
  actingOptions(command, cli);
  command.action((delivery: string, file: string, options: Options) => receive(delivery, file, options, cli));
  explain(command, cli, [
    "suyuan receive D23 weather.csv",
    'suyuan receive D23 weather.csv --dispute --note "…"',
  ]);
}

/** There is no way back from a signature: one for other content is given only when it is asked for. */
async function receive(delivery: string, file: string, o: Options, cli: Cli): Promise<void> {
  const otherwise = await partyOf("delivery", delivery, "consumer", cli);
  const { digest: content } = await hash(file);
  const input = { delivery, content, disputed: o.dispute, note: o.note };
  const act = { action: "receive-delivery", input, options: o, otherwise, about: delivery };
  try {
    await actAndShow({ ...act, kind: "delivery" }, cli);
  } catch (error) {
    if (!isProblem(error, "INPUT_NOT_VALID") || error.problem.field !== "content") throw error;
    throw new SuyuanError("INPUT_NOT_VALID", { field: "file", value: file, reason: reasonFor(o, cli) });
  }
}

function reasonFor({ dispute }: Options, { t }: Cli): string {
  return dispute
    ? t(
        "就是所交付的内容，无可争议，未签收",
        "is what was delivered: there is nothing to dispute, and nothing was signed",
      )
    : t(
        "与所交付的内容不符，未签收；要提出争议请加 --dispute",
        "differs from what was delivered, and nothing was signed; to open a dispute, add --dispute",
      );
}
