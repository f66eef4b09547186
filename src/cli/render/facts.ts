import { type Fact, type Page } from "../../sdk/client.ts";
import { type Cli } from "../cli.ts";
import { moment } from "../words.ts";
import { listing } from "./list.ts";

export function factListing(cli: Cli, page: Page<Fact>): void {
  const { t } = cli;
  const headings = [
    t("次序", "fact"),
    t("事实", "name"),
    t("组织", "by"),
    t("区块", "block"),
    t("时间", "time"),
    t("主体", "subjects"),
  ];
  listing(cli, page, headings, (f) => [
    f.sequence,
    f.name ?? f.hash,
    f.organisation ?? "—",
    f.block,
    moment(f.time),
    f.subjects.join(" "),
  ]);
}
