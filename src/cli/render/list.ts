import { type Page } from "../../sdk/client.ts";
import { type Cli } from "../cli.ts";
import { table } from "../table.ts";

type Cell = string | number;

/** A list as a table, and how to see what follows. */
export function listing<T>(cli: Cli, page: Page<T>, headings: string[], row: (item: T) => Cell[]): void {
  const { t } = cli;
  const more = page.next === null ? "" : t("还有更多：", "there is more: ") + `--after ${page.next}\n`;
  const none = t("没有记录。\n", "There is none.\n");
  cli.print(page, page.items.length === 0 ? none : table(headings, page.items.map(row)) + more);
}
