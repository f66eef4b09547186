import { type Command, Option } from "commander";
import { grades } from "../../core/states.ts";
import { type Cli } from "../cli.ts";
import { type ActingOptions, actingOptions, gather } from "../options.ts";
import { actAndShow, partyOf } from "../sharing.ts";
import { secondsOf } from "../secondsOf.ts";
import { explain } from "../usage.ts";

interface Options extends ActingOptions {
  field?: string[];
  ceiling?: string;
  expires?: string;
  feedbackHours?: string;
  onward?: boolean;
  promised?: true;
  responsibilities?: string;
  amends?: string;
  officer?: string[];
  assessment?: string;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  const ceiling = new Option(
    "--ceiling <grade>",
    t("可交付的最高级别", "the highest grade that may be delivered"),
  );
  command
    .argument("<request>", t("如 R17", "like R17"))
    .option(
      "--field <name>",
      t(
        "授予的字段，可多次；默认所申请的全部",
        "a field; may be repeated; all that were asked for if left out",
      ),
      gather,
    )
    .addOption(ceiling.choices(grades))
    .option("--expires <moment>", t("有效至（ISO 8601）", "until when it holds (ISO 8601)"))
    .option(
      "--feedback-hours <n>",
      t("交付后几小时内反馈", "hours from a delivery to the report that is owed"),
    )
    .option("--onward", t("派生成果可再共享", "what is derived may be shared onward"))
    .option("--no-onward", t("派生成果不得再共享", "what is derived may not be shared onward"))
    .option("--promised", t("承诺按供给频率交付", "deliveries are promised by the supply item's cadence"))
    .option("--responsibilities <text>", t("使用方的责任", "what the consumer answers for"))
    .option(
      "--officer <key>",
      t("仅限使用方的此密钥，可多次（最小授权）", "for this key of the consumer alone; may be repeated"),
      gather,
    )
    .option("--assessment <code>", t("据此出境的评估", "the assessment under which it goes abroad"))
    .option("--amends <grant>", t("以新条款替换此授权", "the grant that these terms take the place of"));
  actingOptions(command, cli);
  command.action((request: string, options: Options) => grant(request, options, cli));
  explain(command, cli, [
    "suyuan grant R17",
    "suyuan grant R17 --field rain --expires 2026-12-31T23:59:59+08:00 --feedback-hours 48",
    "suyuan grant R17 --amends G9 --ceiling general-2",
    "suyuan grant R17 --ceiling core --onward --dry-run",
    "suyuan grant R17 --officer 0x…",
    "suyuan grant R17 --assessment DSA-2026-0137",
  ]);
}

async function grant(request: string, o: Options, cli: Cli): Promise<void> {
  const {
    field: fields,
    ceiling,
    onward,
    promised,
    responsibilities,
    amends,
    officer: officers,
    assessment,
  } = o;
  const expires = o.expires === undefined ? undefined : secondsOf(o.expires, "expires");
  // What is no number is refused by the gateway, as it was given.
  const hours = o.feedbackHours;
  const feedbackHours = hours !== undefined && /^\d+(\.\d+)?$/.test(hours) ? Number(hours) : hours;
  const terms = { fields, ceiling, expires, feedbackHours, onward, promised, responsibilities, amends };
  const input = { request, ...terms, officers, assessment };
  const otherwise = await partyOf("request", request, "provider", cli);
  await actAndShow({ action: "issue-grant", input, options: o, otherwise, kind: "grant" }, cli);
}
