import { type DryRun, type DryRunItem, type WouldBeFact } from "../../sdk/client.ts";
import { type Cli } from "../cli.ts";
import { oneLine } from "../table.ts";
import { sentenceOf } from "../problem.ts";
import { moment } from "../words.ts";
import { exposureText } from "./exposure.ts";

/** What would happen, item by item. */
export function dryRunText(d: DryRun, cli: Cli): string {
  const { t } = cli;
  const { block, time, ahead } = d.asOf;
  const who = d.organisation ?? d.key;
  const many = d.items.length > 1;
  const head = t(
    `只是试做，什么也没有改变：${who} 的 ${d.action}，依区块 ${block} 之后的状态，时间 ${moment(time)}`,
    `A dry run, nothing was changed: ${d.action} by ${who}, on the state after block ${block}, at ${moment(time)}`,
  );
  const items = d.items.map((item, i) => itemText(item, many ? i : undefined, cli));
  return [`${head}\n`, ...items, ...remarks(d, ahead, cli)].join("");
}

function itemText(item: DryRunItem, at: number | undefined, cli: Cli): string {
  const place = at === undefined ? "" : `${cli.t("第", "item")} ${at}${cli.t(" 项：", ": ")}`;
  const facts = item.facts.map((f) => factText(f, cli));
  const exposure = item.exposure ? `\n${exposureText(item.exposure, cli)}` : "";
  return `\n${place}${outcomeText(item, cli)}\n${facts.join("")}${exposure}`;
}

function outcomeText({ outcome, operations, items, error, facts }: DryRunItem, { t }: Cli): string {
  const others = [...operations, ...items.map((i) => t(`第 ${i} 项`, `item ${i}`))].join(", ");
  const words: Record<DryRunItem["outcome"], string> = {
    "would-record": t(
      `将记录 ${facts.length} 条事实：`,
      `would record ${facts.length === 1 ? "a fact" : `${facts.length} facts`}:`,
    ),
    nothing: t("已有记录，不会再记录什么", "is on record already, and would record nothing"),
    joins: t(
      `与进行中的 ${others} 相同，将并入其中：`,
      `is the same as ${others}, which is on its way, and would join it:`,
    ),
    waits: t(
      `须先等 ${others} 入块，无法试做；预计记录：`,
      `builds on ${others}, which is in no block yet, and could not be tried; it is meant to record:`,
    ),
    refused: t("将被拒绝：", "would be refused: ") + (error ? sentenceOf(error) : ""),
    untried: t("同批被拒绝的太多，未试", "was not tried: too many others are refused"),
  };
  return words[outcome];
}

function factText({ name, says, subjects }: WouldBeFact, { language, t }: Cli): string {
  const about = subjects.map((s) => s.name).join(", ");
  return `  ${name ?? t("未知事实", "unknown fact")}  ${oneLine(says[language])}\n    ${oneLine(about)}\n`;
}

function remarks(d: DryRun, ahead: number, { t }: Cli): string[] {
  const all: [boolean, string][] = [
    [
      ahead > 0,
      t(
        `此密钥另有 ${ahead} 项已接受、尚未入块，其影响未计入。`,
        `${ahead} accepted ${ahead === 1 ? "act" : "acts"} of this key are in no block yet; what they change was not counted.`,
      ),
    ],
    [
      d.salted,
      t(
        "含承诺：真正执行时会用新的盐，承诺与由此而来的标识都会不同。",
        "There are commitments: when it is done they get salts of their own, so they and the ids made of them differ.",
      ),
    ],
    [
      d.items.some((i) => i.outcome === "would-record" && i.from === "definition"),
      t(
        "节点只说可行，不说会记录什么：事实据动作的定义列出。",
        "The node only says that it would go through: the facts are from the action's definition.",
      ),
    ],
  ];
  return all.flatMap(([holds, text]) => (holds ? [`\n${text}\n`] : []));
}
