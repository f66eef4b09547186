import type { Command } from "commander";
import { SuyuanError } from "../../core/errors.ts";
import { outcomes, type Outcome } from "../../proof/outcome.ts";
import { type Cli } from "../cli.ts";
import { explain } from "../usage.ts";
import { conclusionText, Unreadable, verifyInHand } from "../verifying.ts";

export function define(command: Command, cli: Cli): void {
  const { t, language } = cli;
  command
    .argument("<bundle>", t("证据包", "an evidence bundle"))
    .argument("[file...]", t("证据包所指的文件", "files that it is about"))
    .requiredOption("--trust <file>", t("信任文件：相信谁", "whom you believe: a trust file"))
    .action((bundle: string, files: string[], { trust }: { trust: string }) =>
      verify({ bundle, trust, files }, cli),
    );
  const codes = (Object.keys(outcomes) as Outcome[]).map((name): [number, string] => {
    return [outcomes[name].exit, outcomes[name][language].replace(/[.。]$/, "")];
  });
  explain(command, cli, ["suyuan verify weather.bundle --trust trust.json weather.csv"], codes);
}

/** Here, with no gateway and no network. */
async function verify(inHand: { bundle: string; trust: string; files: string[] }, cli: Cli): Promise<void> {
  try {
    const conclusion = await verifyInHand(inHand);
    cli.print(conclusion, conclusionText(conclusion, cli.language));
    cli.exitCode = outcomes[conclusion.outcome].exit;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { field, path: value, message } = error;
    throw new SuyuanError("INPUT_NOT_VALID", { field, value, reason: message.slice(value.length + 2) });
  }
}
