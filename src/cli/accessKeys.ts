import { type Scope } from "../sdk/client.ts";
import { type Cli } from "./cli.ts";
import { oneLine, table } from "./table.ts";
import { moment } from "./words.ts";

export interface NewKeyOptions {
  label: string;
  scope?: string[];
  officer?: string[];
  expires?: string;
}

export async function listAccessKeys(cli: Cli): Promise<void> {
  const { t } = cli;
  const items = await cli.api.ask((c) => c.accessKeys.list());
  const headings = [
    "id",
    t("用途", "label"),
    t("范围", "scopes"),
    t("数据官密钥", "officer keys"),
    t("失效", "ends"),
  ];
  const rows = items.map((k) => [
    k.id,
    k.label,
    k.scopes.join(","),
    k.officers.join(",") || "—",
    k.revoked ? t("已吊销", "revoked") : k.expires ? moment(k.expires) : "—",
  ]);
  cli.print({ items, next: null }, table(headings, rows));
}

export async function createAccessKey(options: NewKeyOptions, cli: Cli): Promise<void> {
  const { t } = cli;
  const { label, scope = ["read"], officer = [], expires } = options;
  const split = (values: string[]) => values.flatMap((v) => v.split(","));
  const wanted = { label, scopes: split(scope) as Scope[], officers: split(officer), expires };
  const made = await cli.api.ask((c) => c.accessKeys.create(wanted));
  const lines = [
    `${made.id}  ${oneLine(made.label)}`,
    `SUYUAN_KEY=${made.secret}`,
    t("此密钥只显示这一次。", "The secret is shown this once."),
  ];
  cli.print(made, lines.join("\n"));
}

export async function revokeAccessKey(id: string, cli: Cli): Promise<void> {
  const answer = await cli.api.ask((c) => c.accessKeys.revoke(id));
  cli.print(answer, cli.t(`${id} 已吊销。`, `${id} is revoked.`));
}
