import { type Command, Option } from "commander";
import { SuyuanError } from "../../core/errors.ts";
import { grades } from "../../core/states.ts";
import { sharings } from "../../ledger/dataset/tables.ts";
import { actAndTell } from "../acting.ts";
import { type Cli } from "../cli.ts";
import { type ActingOptions, actingOptions } from "../options.ts";
import { explain } from "../usage.ts";

interface Options extends ActingOptions {
  domain: string;
  titleZh?: string;
  titleEn?: string;
  descriptionZh?: string;
  descriptionEn?: string;
  category?: string;
  grade?: string;
  personal?: true;
  least?: true;
  sharing?: string;
  cadence?: string;
  licence?: string;
}

export function define(command: Command, cli: Cli): void {
  const { t } = cli;
  command
    .argument("<dataset>", t("owner/code；或只写 code", "owner/code, or the code alone"))
    .requiredOption("--domain <code>", t("目录领域", "domain of the catalogue"))
    .option("--title-zh <text>", t("中文名称", "Chinese title"))
    .option("--title-en <text>", t("英文名称", "English title"))
    .option("--description-zh <text>", t("中文说明", "Chinese description"))
    .option("--description-en <text>", t("英文说明", "English description"))
    .option("--category <text>", t("类别", "category"))
    .addOption(new Option("--grade <grade>", t("级别", "grade")).choices(grades))
    .option("--personal", t("含个人信息", "holds personal data"))
    .option("--least", t("最小授权：仅限指定的数据官", "least authorisation: for named officers only"))
    .addOption(new Option("--sharing <kind>", t("共享属性", "how it is shared")).choices(sharings))
    .option("--cadence <text>", t("更新频率", "how often it is renewed"))
    .option("--licence <text>", t("使用许可", "licence"));
  actingOptions(command, cli);
  command.action((dataset: string, options: Options) => register(dataset, options, cli));
  const example = "suyuan register meteorology/radar --domain environment --title-zh 雷达 --title-en Radar";
  explain(command, cli, [example]);
}

async function register(dataset: string, o: Options, cli: Cli): Promise<void> {
  const slash = dataset.indexOf("/");
  const input = {
    code: dataset.slice(slash + 1),
    domain: o.domain,
    name: bilingual("title", o.titleZh, o.titleEn),
    description:
      (o.descriptionZh ?? o.descriptionEn)
        ? bilingual("description", o.descriptionZh, o.descriptionEn)
        : undefined,
    category: o.category,
    grade: o.grade,
    personal: o.personal,
    least: o.least,
    sharing: o.sharing,
    cadence: o.cadence,
    licence: o.licence,
  };
  const otherwise = slash < 0 ? undefined : dataset.slice(0, slash);
  // The owner is whoever acts: a name given here must not be passed over.
  if (otherwise !== undefined && cli.settings.as !== undefined && cli.settings.as !== otherwise) {
    const reason = `names another owner than --as ${cli.settings.as}`;
    throw new SuyuanError("INPUT_NOT_VALID", { field: "dataset", value: dataset, reason });
  }
  await actAndTell(cli, "register-dataset", input, o, { otherwise });
}

/** One language stands for both when the other is not given. */
function bilingual(field: string, zh: string | undefined, en: string | undefined) {
  const text = zh ?? en;
  if (text === undefined) {
    const reason = `must be given with --${field}-zh, --${field}-en or both`;
    throw new SuyuanError("INPUT_NOT_VALID", { field, value: null, reason });
  }
  return { zh: zh ?? text, en: en ?? text };
}
