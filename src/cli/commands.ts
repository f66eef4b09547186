import type { Command } from "commander";
import { type Text } from "../core/text.ts";
import { type Cli } from "./cli.ts";

export interface Row {
  name: string;
  summary: Text;
  load: () => Promise<{ define: (command: Command, cli: Cli) => void }>;
}

const row = (name: string, zh: string, en: string, load: Row["load"]): Row => ({
  name,
  summary: { zh, en },
  load,
});

/** Every command, in the order the help shows. Only the one that is meant is loaded. */
export const commands: readonly Row[] = [
  row(
    "start",
    "启动网关（首次启动载入示例城市）",
    "start the gateway (the first start loads the sample city)",
    () => import("./commands/start.ts"),
  ),
  row(
    "doctor",
    "检查安装与数据目录",
    "say what is wrong with a set-up",
    () => import("./commands/doctor.ts"),
  ),
  row(
    "anchor",
    "将文件或文件夹登记为数据集的版本",
    "put files or folders on the ledger, as versions of a dataset",
    () => import("./commands/anchor.ts"),
  ),
  row(
    "check",
    "文件是哪个版本、谁的、是否已更正或召回",
    "which version a file is, whose, and how it stands",
    () => import("./commands/check.ts"),
  ),
  row(
    "show",
    "显示版本、数据集、组织、申请、授权或交付",
    "show a version, dataset, organisation, request, grant or delivery",
    () => import("./commands/show.ts"),
  ),
  row(
    "lineage",
    "版本的来源与去向",
    "where a version came from and what it went into",
    () => import("./commands/lineage.ts"),
  ),
  row(
    "path",
    "两个版本之间的派生路径",
    "how one version was derived from another",
    () => import("./commands/path.ts"),
  ),
  row(
    "impact",
    "召回一个版本会影响什么",
    "what a recall of a version reaches",
    () => import("./commands/impact.ts"),
  ),
  row(
    "history",
    "涉及某主体的全部事实",
    "every fact about a version, dataset, organisation, request or grant",
    () => import("./commands/history.ts"),
  ),
  row("datasets", "列出数据集", "list datasets", () => import("./commands/datasets.ts")),
  row("versions", "列出数据集的版本", "list a dataset's versions", () => import("./commands/versions.ts")),
  row(
    "departments",
    "列出组织",
    "list departments and other organisations",
    () => import("./commands/departments.ts"),
  ),
  row("domains", "列出领域", "list domains", () => import("./commands/domains.ts")),
  row("supply", "供给清单", "the supply lists", () => import("./commands/supply.ts")),
  row("requests", "列出申请", "list requests", () => import("./commands/requests.ts")),
  row("grants", "列出授权", "list grants", () => import("./commands/grants.ts")),
  row("deliveries", "列出交付", "list deliveries", () => import("./commands/deliveries.ts")),
  row(
    "duties",
    "一个组织所负的责任与剩余时间",
    "what an organisation owes, and the time left",
    () => import("./commands/duties.ts"),
  ),
  row(
    "countdowns",
    "全市正在计时的事项",
    "every clock that runs in the city",
    () => import("./commands/countdowns.ts"),
  ),
  row(
    "working-days",
    "各环节时限与节假日",
    "terms in force, and a year's holidays",
    () => import("./commands/workingDays.ts"),
  ),
  row("facts", "按次序列出全部事实", "list every fact, in order", () => import("./commands/facts.ts")),
  row("status", "账本概况", "the ledger at a glance", () => import("./commands/status.ts")),
  row(
    "ledger",
    "账本标识，供另一网关加入",
    "which ledger it is, for another gateway to join",
    () => import("./commands/ledger.ts"),
  ),
  row(
    "operations",
    "查看、跟踪操作",
    "look up and watch operations",
    () => import("./commands/operations.ts"),
  ),
  row(
    "request",
    "申请使用另一部门的数据集",
    "ask for another department's dataset",
    () => import("./commands/request.ts"),
  ),
  row("grant", "同意申请并给予授权", "grant a request", () => import("./commands/grant.ts")),
  row("refuse", "不同意申请", "refuse a request, with the reason", () => import("./commands/refuse.ts")),
  row(
    "deliver",
    "登记在授权之下交付一个版本",
    "record that a version was handed over",
    () => import("./commands/deliver.ts"),
  ),
  row(
    "receive",
    "核对并签收交付",
    "check what arrived and sign for it",
    () => import("./commands/receive.ts"),
  ),
  row("report", "反馈使用情况与成效", "report what came of a delivery", () => import("./commands/report.ts")),
  row("act", "执行任一治理动作", "do any governance action", () => import("./commands/act.ts")),
  row("register", "登记数据集", "register a dataset", () => import("./commands/register.ts")),
  row("recall", "召回版本", "recall a version", () => import("./commands/recall.ts")),
  row("withdraw", "撤回版本", "withdraw a version", () => import("./commands/withdraw.ts")),
  row(
    "spread",
    "将召回传递给派生版本",
    "spread a recall to a derived version",
    () => import("./commands/spread.ts"),
  ),
  row(
    "bundle",
    "生成证据包：历史与无遗漏的证明",
    "write an evidence bundle: a history, and the proof that nothing is left out",
    () => import("./commands/bundle.ts"),
  ),
  row(
    "verify",
    "离线核验证据包",
    "verify an evidence bundle, with no network and no gateway",
    () => import("./commands/verify.ts"),
  ),
  row("trust", "信任文件草稿", "a trust file to begin with", () => import("./commands/trust.ts")),
  row(
    "opening",
    "索取或显示承诺的开示材料",
    "fetch or show what opens a commitment",
    () => import("./commands/opening.ts"),
  ),
  row(
    "check-opening",
    "核验开示材料与链上承诺",
    "check an opening against the chain",
    () => import("./commands/checkOpening.ts"),
  ),
  row("keys", "API 密钥与数据官密钥", "API keys and officer keys", () => import("./commands/keys.ts")),
  row(
    "backup",
    "备份数据目录（网关可在运行）",
    "back up the data directory, the gateway running or not",
    () => import("./commands/backup.ts"),
  ),
  row(
    "restore",
    "由备份恢复数据目录",
    "make a data directory of a backup",
    () => import("./commands/restore.ts"),
  ),
  row(
    "repair",
    "保留损坏的发件箱或存储中可读的部分",
    "keep what can be read of a damaged outbox or store",
    () => import("./commands/repair.ts"),
  ),
  row(
    "rebuild",
    "由链上事实重建索引（离线）",
    "rebuild the index from the chain (offline)",
    () => import("./commands/rebuild.ts"),
  ),
  row(
    "fsck",
    "核对索引与链（离线）",
    "compare the index with the chain (offline)",
    () => import("./commands/fsck.ts"),
  ),
];
