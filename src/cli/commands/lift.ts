import type { Command } from "commander";
import { actAndTell } from "../acting.ts";
import { type Cli } from "../cli.ts";
import { type ActingOptions, actingOptions, type ListOptions, listOptions } from "../options.ts";
import { listing } from "../render/list.ts";
import { sayCode } from "../../ledger/words/codes.ts";
import { kindNamed } from "../sharing.ts";
import { explain } from "../usage.ts";
import { moment } from "../words.ts";

interface Options extends ActingOptions, ListOptions {
  note?: string;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .argument(
      "[officer]",
      t(
        "数据官密钥，或其应急授权（如 G9）；省略则列出已关闭的通道",
        "the officer's key, or the emergency's grant, like G9; left out, closed lanes are listed",
      ),
    )
    .option("--note <text>", t("说明", "in words"));
  listOptions(actingOptions(command, cli), cli);
  command.action((officer: string | undefined, options: Options) =>
    officer === undefined ? list(options, cli) : lift(officer, options, cli),
  );
  explain(command, cli, ["suyuan lift", 'suyuan lift G9 --note "instructed" --as data-bureau']);
}

async function list({ limit, after }: Options, cli: Cli): Promise<void> {
  const { t, language } = cli;
  const page = await cli.api.list("closed-lanes", { limit, cursor: after });
  const headings = [
    t("数据官密钥", "officer"),
    t("组织", "organisation"),
    t("应急授权", "emergency"),
    t("关闭于", "closed"),
    t("理由", "reason"),
  ];
  listing(cli, page, headings, (l) => [
    ...[l.officer, l.organisation, l.emergency, moment(l.closed.time)],
    sayCode(l.reason, language),
  ]);
}

async function lift(given: string, o: Options, cli: Cli): Promise<void> {
  const isGrant = kindNamed(given) === "grant";
  const officer = isGrant ? (await cli.api.query("emergency", { grant: given })).officer : given;
  await actAndTell(cli, "lift-lane", { officer, note: o.note }, o);
}
