import { catalogueOf } from "./entry.ts";

const { collected, made } = catalogueOf("environment");
const yearly = { cadence: "yearly" } as const;

export const environment = [
  collected("ecology/co2-station", "co2-concentration.csv", ["二氧化碳浓度", "Carbon dioxide at a station"], {
    cadence: "monthly",
  }),
  made(
    "ecology/co2-yearly",
    "aggregated",
    ["二氧化碳年均", "Carbon dioxide by year"],
    ["只取十二个月齐全的年份。", "Years with all twelve months only."],
    yearly,
  ),
  collected(
    "ecology/temperature-record",
    "global-temp.csv",
    ["气温距平记录", "Temperature anomalies"],
    yearly,
  ),
  made(
    "ecology/co2-and-warming",
    "joined",
    ["二氧化碳与升温", "Carbon dioxide and warming"],
    ["各年浓度与距平对照。", "Each year's concentration beside its anomaly."],
    yearly,
  ),
  collected("ecology/habitat-survey", "species.csv", ["物种栖息地调查", "Survey of habitats"]),
  made(
    "ecology/habitat-by-state",
    "joined",
    ["各州栖息地", "Habitats by state"],
    ["每州栖息地数与平均占比。", "Habitats of each state and their mean share of land."],
  ),
  collected(
    "development-reform/power-generation",
    "iowa-electricity.csv",
    ["发电量", "Power generation"],
    yearly,
  ),
  made(
    "development-reform/power-mix",
    "aggregated",
    ["电源结构", "Sources of power"],
    ["化石与可再生电力占比。", "Shares of fossil and renewable power."],
    yearly,
  ),
  made(
    "ecology/energy-and-carbon",
    "joined",
    ["能源结构与碳浓度", "Energy and carbon"],
    ["电源结构、浓度与升温对照。", "Sources of power beside carbon dioxide and warming."],
    yearly,
  ),
];
