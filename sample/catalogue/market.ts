import { catalogueOf } from "./entry.ts";

const { collected, made } = catalogueOf("market");

export const market = [
  collected("local-finance/stock-prices", "stocks.csv", ["月度股价", "Monthly share prices"], {
    cadence: "monthly",
  }),
  made(
    "local-finance/stock-years",
    "aggregated",
    ["各年股价涨跌", "Yearly change of share prices"],
    ["每股每年的首末价与涨幅。", "First and last price and gain of each share and year."],
    { cadence: "yearly" },
  ),
  made(
    "commerce/film-market",
    "joined",
    ["电影市场与股市", "Film market beside shares"],
    ["各年票房与平均涨幅对照。", "Each year's gross beside the mean gain of shares."],
    { cadence: "yearly" },
  ),
  collected("market-regulation/antibiotic-tests", "burtin.json", ["抗生素药效检验", "Tests of antibiotics"]),
  made(
    "market-regulation/antibiotic-efficacy",
    "aggregated",
    ["抗生素药效汇总", "Efficacy of antibiotics"],
    ["按革兰氏染色分组的最低抑菌浓度。", "Least inhibiting concentration by Gram staining."],
  ),
];
