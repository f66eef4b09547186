import type { Command } from "commander";
import { SuyuanError } from "../../core/errors.ts";
import { type Cli } from "../cli.ts";
import { type ListOptions, listOptions } from "../options.ts";
import { dutyCells, dutyHeadings } from "../render/duty.ts";
import { listing } from "../render/list.ts";
import { explain } from "../usage.ts";

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command.argument("[organisation]", t("组织；默认为行事者", "whose; left out, of whoever acts"));
  listOptions(command, cli);
  command.action((given: string | undefined, options: ListOptions) => duties(given, options, cli));
  explain(command, cli, ["suyuan duties transport", "suyuan duties --as data-bureau"]);
}

async function duties(given: string | undefined, { limit, after }: ListOptions, cli: Cli): Promise<void> {
  const organisation = given ?? cli.settings.as ?? (await onlyOne(cli));
  const answer = await cli.api.list("duties", { organisation, limit, cursor: after });
  listing(cli, answer, dutyHeadings(cli), (d) => dutyCells(d, cli));
  if (!answer.blocked || cli.json) return;
  const { overdue } = answer;
  const zh = `${organisation} 有 ${overdue} 项反馈或报告逾期未了，暂不给予新的一般授权`;
  const en = `${organisation} has ${overdue} overdue and unsettled: no new ordinary grant is given to it meanwhile`;
  cli.write(cli.t(zh, en));
}

/** The organisation that the API key acts for, when it is one alone. */
async function onlyOne({ api }: Cli): Promise<string> {
  const { officers } = await api.ask((client) => client.me());
  const [one, ...others] = officers.filter(({ name }) => name !== "council-member");
  if (one && others.length === 0) return one.name;
  const reason = "must be given: this API key acts for none, or for several";
  throw new SuyuanError("INPUT_NOT_VALID", { field: "organisation", value: null, reason });
}
