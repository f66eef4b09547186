import type { OnProgress } from "../ops/city.ts";
import { type Cli } from "./cli.ts";
import { bar, type Progress } from "./progress.ts";

type Stage = Parameters<OnProgress>[0];

/** Tells a person how far the founding is: a bar where there is a terminal, else a line a stage. */
export function foundingProgress(cli: Cli): { onProgress: OnProgress; end: () => void } {
  const { t } = cli;
  const words: Record<Stage, string> = {
    tiers: t("接纳组织", "admitting organisations"),
    files: t("运行数据管道，产生真实文件", "running the pipelines over real files"),
    catalogue: t("登记目录", "registering the catalogue"),
    versions: t("登记版本", "publishing versions"),
    mistakes: t("更正、撤回与召回", "withdrawing and recalling"),
    sharing: t("申请、授权、交付与反馈", "requests, grants, deliveries, feedback"),
  };
  let stage: Stage | undefined;
  let shown: Promise<Progress> | undefined;
  const end = () => void shown?.then((progress) => progress.end());
  return {
    onProgress(what, done, total) {
      if (what !== stage) {
        end();
        shown = bar(words[what].padEnd(24));
        if (!process.stderr.isTTY && !cli.json) cli.write(`  ${words[what]} …`);
      }
      stage = what;
      void shown?.then((progress) => progress.at(done, total));
    },
    end,
  };
}
