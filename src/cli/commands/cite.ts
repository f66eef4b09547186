import type { Command } from "commander";
import { actAndTell, ownerIn } from "../acting.ts";
import { type Cli } from "../cli.ts";
import { type ActingOptions, actingOptions, gather } from "../options.ts";
import { explain } from "../usage.ts";

interface Options extends ActingOptions {
  consent?: string[];
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .argument("<version>", t("如 hospital-b/studies@1", "like hospital-b/studies@1"))
    .option(
      "--consent <consent>",
      t(
        "如 C7，可多次；默认其父版本所引用的，没有则为数据集自有的",
        "like C7; may be repeated; left out, all that its parents cite, else its dataset's own",
      ),
      gather,
    );
  actingOptions(command, cli);
  command.action((version: string, options: Options) => cite(version, options, cli));
  explain(command, cli, [
    "suyuan cite hospital-b/studies@1",
    "suyuan cite hospital-a/records@1 --consent C7",
  ]);
}

async function cite(version: string, o: Options, cli: Cli): Promise<void> {
  const items = o.consent?.map((consent) => ({ version, consent })) ?? (await citable(version, cli));
  const none = cli.t("没有可再引用的同意", "there is no consent that it could still cite");
  if (items.length === 0) return cli.print({ operations: [] }, `${version}: ${none}`);
  await actAndTell(cli, "cite-consent", { items }, o, { otherwise: ownerIn(version) });
}

async function citable(version: string, cli: Cli) {
  return (await cli.api.query("version-consents", { version })).citable;
}
