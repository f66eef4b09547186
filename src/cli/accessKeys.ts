import { type Page, segment } from "./api.ts";
import { type Cli } from "./cli.ts";
import { oneLine, table } from "./table.ts";
import { moment } from "./words.ts";

interface AccessKey {
  id: string;
  label: string;
  scopes: string[];
  officers: string[];
  created?: string;
  expires?: string | null;
  revoked?: string | null;
}

export interface NewKeyOptions {
  label: string;
  scope?: string[];
  officer?: string[];
  expires?: string;
}

export async function listAccessKeys(cli: Cli): Promise<void> {
  const { t } = cli;
  const page = await cli.api.get<Page<AccessKey>>("/access-keys");
  const headings = [
    "id",
    t("用途", "label"),
    t("范围", "scopes"),
    t("数据官密钥", "officer keys"),
    t("失效", "ends"),
  ];
  const rows = page.items.map((k) => [
    k.id,
    k.label,
    k.scopes.join(","),
    k.officers.join(",") || "—",
    k.revoked ? t("已吊销", "revoked") : k.expires ? moment(k.expires) : "—",
  ]);
  cli.print(page, table(headings, rows));
}

export async function createAccessKey(options: NewKeyOptions, cli: Cli): Promise<void> {
  const { t } = cli;
  const { label, scope = ["read"], officer = [], expires } = options;
  const split = (values: string[]) => values.flatMap((v) => v.split(","));
  const body = { label, scopes: split(scope), officers: split(officer), expires };
  const made = await cli.api.post<AccessKey & { secret: string }>("/access-keys", body);
  const lines = [
    `${made.id}  ${oneLine(made.label)}`,
    `SUYUAN_KEY=${made.secret}`,
    t("此密钥只显示这一次。", "The secret is shown this once."),
  ];
  cli.print(made, lines.join("\n"));
}

export async function revokeAccessKey(id: string, cli: Cli): Promise<void> {
  const answer = await cli.api.delete<unknown>(`/access-keys/${segment(id)}`);
  cli.print(answer ?? { id }, cli.t(`${id} 已吊销。`, `${id} is revoked.`));
}
