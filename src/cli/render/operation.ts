import { type Operation } from "../../sdk/client.ts";
import { type Cli } from "../cli.ts";
import { moment } from "../words.ts";

export function stateWord({ state, block, error }: Operation, { t }: Cli): string {
  const words = {
    accepted: t("已接受", "accepted"),
    sent: t("已发送", "sent"),
    mined: t(`已入区块 ${block}`, `in block ${block}`),
    final: t(`已最终确认，区块 ${block}`, `final, block ${block}`),
    refused: t(`被拒绝：${error?.detail}`, `refused: ${error?.detail}`),
  };
  return words[state];
}

export function operationLine(o: Operation, cli: Cli): string {
  return `${o.id}  ${o.action}  ${stateWord(o, cli)}`;
}

export function operationTableHeadings({ t }: Cli): string[] {
  return [t("操作", "operation"), t("动作", "action"), t("组织", "by"), t("时间", "at"), t("状态", "state")];
}

export function operationCells(o: Operation, cli: Cli): string[] {
  return [o.id, o.action, o.organisation ?? o.key, moment(o.at), stateWord(o, cli)];
}
