import { type Answer } from "../api.ts";
import { type Cli } from "../cli.ts";
import { sheet, table } from "../table.ts";
import { timeLeft } from "../sharingWords.ts";
import { moment } from "../words.ts";

type Fallout = Answer<"fallout">;
type Fall = Fallout["falls"][number];
type Reached = Answer<"fallout-versions">["items"][number];
type Handed = Answer<"fallout-deliveries">["items"][number];

const kinds: Record<Fall["kind"], [zh: string, en: string]> = {
  recall: ["召回", "recalled"],
  consent: ["同意被撤回", "consent withdrawn"],
  withdrawal: ["撤回", "withdrawn"],
};

export function fallWord({ kind, reason }: Fall, { t }: Cli): string {
  return [t(...kinds[kind]), reason].filter(Boolean).join(", ");
}

const age = (seconds: number | null, { language }: Cli) => timeLeft(seconds, language);

export function remainderText({ deliveries, versions, oldest }: Fallout["remainder"], cli: Cli): string {
  const { t } = cli;
  if (deliveries + versions === 0) return t("无", "nothing");
  const en = [count(deliveries, "delivery", "deliveries"), count(versions, "version", "versions")].join(", ");
  const what = t(`${deliveries} 项交付、${versions} 个版本`, en);
  return `${what}${t("，最久 ", ", for up to ")}${age(oldest, cli)}`;
}

const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

export function reachedHeadings({ t }: Cli): string[] {
  return [
    t("版本", "version"),
    t("归属", "owner"),
    t("层", "depth"),
    t("链上", "on chain"),
    t("未了结", "open for"),
  ];
}

const closings: Record<NonNullable<Reached["closed"]>, [zh: string, en: string]> = {
  recalled: ["已召回", "recalled"],
  withdrawn: ["已撤回", "withdrawn"],
  corrected: ["已更正", "corrected"],
};

export function reachedCells(v: Reached, cli: Cli): (string | number)[] {
  const { t } = cli;
  const onChain = v.onChain ? moment(v.onChain.time) : t("仅索引", "index only");
  return [v.name, v.owner, v.depth, onChain, v.closed ? t(...closings[v.closed]) : age(v.age, cli)];
}

export function handedHeadings({ t }: Cli): string[] {
  return [
    t("交付", "delivery"),
    t("版本", "version"),
    t("使用方", "consumer"),
    t("签收", "received"),
    t("确认", "acknowledged"),
    t("未了结", "open for"),
    t("授权", "grant"),
  ];
}

const answers: Record<NonNullable<Handed["acknowledged"]>["response"], [zh: string, en: string]> = {
  deleted: ["已删除", "deleted"],
  replaced: ["已替换", "replaced"],
  "in-use": ["仍在使用", "in use"],
};

export function handedCells(d: Handed, cli: Cli): string[] {
  const { t } = cli;
  const said = d.acknowledged && [
    t(...answers[d.acknowledged.response]),
    d.acknowledged.reason,
    d.acknowledged.note,
  ];
  return [
    ...[d.name, d.version, d.consumer],
    d.received ? moment(d.received.time) : "—",
    said ? said.filter(Boolean).join(", ") : t("未确认", "nothing yet"),
    age(d.age, cli),
    d.grant,
  ];
}

interface Open {
  deliveries: Answer<"fallout-deliveries">;
  versions: Answer<"fallout-versions">;
}

export function falloutText(f: Fallout, open: Open, cli: Cli): string {
  const { t } = cli;
  return [
    summary(f, cli),
    section(t("派生版本，按归属", "derived versions, by owner"), ownerTable(f, cli)),
    section(t("使用方", "consumers"), consumerTable(f, cli)),
    section(t("有效授权", "open grants"), grantTable(f, cli)),
    openPart(
      t("尚未了结的交付", "deliveries still open"),
      open.deliveries,
      handedHeadings(cli),
      (d) => handedCells(d, cli),
      cli,
    ),
    openPart(
      t("尚未了结的派生版本", "derived versions still standing"),
      open.versions,
      reachedHeadings(cli),
      (v) => reachedCells(v, cli),
      cli,
    ),
  ].join("");
}

function summary(f: Fallout, cli: Cli): string {
  const { t } = cli;
  const { descendants: d, deliveries, grants } = f;
  const marks = t(
    `链上 ${d.onChain}，仅索引 ${d.onlyByIndex}`,
    `${d.onChain} on chain, ${d.onlyByIndex} by the index alone`,
  );
  const depths = d.depths.map((l) => l.versions).join(" + ");
  const falls = f.falls.map((x) => [
    fallWord(x, cli),
    moment(x.time),
    `${t("区块", "block")} ${x.block}`,
    x.note,
  ]);
  return sheet([
    [t("版本", "version"), f.version],
    [t("归属", "owner"), f.owner],
    ...falls.map((x) => [t("事由", "what happened"), x.filter(Boolean).join(", ")] as const),
    [t("派生版本", "derived versions"), `${d.versions}${d.versions > 0 ? ` (${marks})` : ""}`],
    [t("各层", "by depth"), depths],
    ["", f.spreads ? "" : t("撤回不波及派生版本", "a withdrawal does not reach what was derived")],
    [t("有效授权", "open grants"), grants.count],
    [
      t("交付", "deliveries"),
      t(
        `${deliveries.count}，已签收 ${deliveries.received}`,
        `${deliveries.count}, ${deliveries.received} received`,
      ),
    ],
    [t("尚未了结", "still open"), remainderText(f.remainder, cli)],
    [t("截至", "as of"), `${t("区块", "block")} ${f.asOf.block}, ${moment(f.asOf.time)}`],
    [t("未列全", "cut"), f.cut ? t("派生版本过多", "there are more derived versions") : ""],
  ]);
}

function section(title: string, text: string): string {
  return text === "" ? "" : `\n${title}\n${text}`;
}

function ownerTable({ descendants }: Fallout, { t }: Cli): string {
  if (descendants.owners.length === 0) return "";
  const headings = [
    t("组织", "organisation"),
    t("版本", "versions"),
    t("链上", "on chain"),
    t("未了结", "open"),
    t("数据集", "datasets"),
  ];
  const rows = descendants.owners.map((o) => [
    o.organisation,
    o.versions,
    o.onChain,
    o.open,
    o.datasets.join(" "),
  ]);
  return table(headings, rows);
}

function consumerTable({ consumers }: Fallout, { t }: Cli): string {
  if (consumers.length === 0) return "";
  const headings = [
    t("组织", "organisation"),
    t("授权", "grants"),
    t("交付", "deliveries"),
    t("已签收", "received"),
    t("已删除", "deleted"),
    t("已替换", "replaced"),
    t("仍在使用", "in use"),
    t("未了结", "open"),
  ];
  const rows = consumers.map((c) => [
    c.organisation,
    ...[c.grants, c.deliveries, c.received, c.deleted, c.replaced, c.inUse, c.open],
  ]);
  return table(headings, rows);
}

function grantTable({ grants }: Fallout, { t }: Cli): string {
  if (grants.items.length === 0) return "";
  const headings = [t("授权", "grant"), t("数据集", "dataset"), t("使用方", "consumer"), t("至", "until")];
  const rows = grants.items.map((g) => [g.name, g.dataset, g.consumer, moment(g.expires)]);
  const more = grants.count - grants.items.length;
  return table(headings, rows) + (more > 0 ? t(`另有 ${more} 项\n`, `and ${more} more\n`) : "");
}

function openPart<T>(
  title: string,
  page: { items: T[]; next: string | null },
  headings: string[],
  cells: (item: T) => (string | number)[],
  { t }: Cli,
): string {
  if (page.items.length === 0) return "";
  const more = page.next === null ? "" : t("还有更多：--list … --open\n", "there is more: --list … --open\n");
  return section(title, table(headings, page.items.map(cells)) + more);
}
