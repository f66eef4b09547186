import { catalogueOf } from "./entry.ts";

const { collected, made } = catalogueOf("public-services");

export const publicServices = [
  collected("statistics/population-census", "population.json", ["人口普查", "Population census"]),
  made(
    "statistics/population-by-age",
    "aggregated",
    ["分年龄人口", "Population by age"],
    ["每次普查各年龄组人口。", "People of each age group in a census."],
  ),
  made(
    "statistics/ageing",
    "aggregated",
    ["老龄化", "Ageing"],
    ["六十五岁及以上人口占比。", "The share of people aged 65 and over."],
  ),
  collected("statistics/state-census", "population_engineers_hurricanes.csv", [
    "各州人口",
    "Population by state",
  ]),
  made(
    "statistics/state-codes",
    "joined",
    ["州代码对照表", "Codes of the states"],
    ["编号、名称与缩写对照。", "Number, name and abbreviation of each state."],
  ),
  collected("human-resources/county-unemployment", "unemployment.tsv", [
    "各县失业率",
    "Unemployment by county",
  ]),
  made(
    "human-resources/unemployment",
    "cleaned",
    ["各县失业率（清洗后）", "Unemployment by county, cleaned"],
    ["按 Tukey 界限剔除离群值。", "Without outliers by Tukey's fences."],
  ),
  made(
    "human-resources/unemployment-by-state",
    "joined",
    ["各州失业率", "Unemployment by state"],
    ["每州各县失业率的平均。", "The mean of each state's counties."],
  ),
  collected("human-resources/industry-unemployment", "unemployment-across-industries.json", [
    "分行业失业",
    "Unemployment by industry",
  ]),
  made(
    "human-resources/unemployment-yearly",
    "aggregated",
    ["失业年均", "Unemployment by year"],
    ["各行业合计的年均失业人数。", "Unemployed people of all industries, mean of the year."],
    { cadence: "yearly" },
  ),
  made(
    "development-reform/consumption-outlook",
    "joined",
    ["消费景气", "Consumption outlook"],
    ["票房与失业对照。", "Film gross beside unemployment."],
    { cadence: "yearly" },
  ),
  made(
    "data-resources/cleaning-report",
    "aggregated",
    ["清洗质量报告", "Report on cleaning"],
    ["清洗前后的行数。", "Rows before and after each cleaning."],
  ),
  made(
    "data-resources/state-atlas",
    "joined",
    ["州情图谱", "Atlas of the states"],
    ["五个部门的指标按州关联。", "Measures of five departments joined by state."],
  ),
  made(
    "data-resources/state-ranking",
    "aggregated",
    ["州情排名", "Ranking of the states"],
    ["各指标名次的平均。", "The mean of each state's places."],
  ),
  collected("education/occupations", "jobs.json", ["职业结构", "Occupations"]),
  collected("science-technology/field-observations", "penguins.json", ["野外科研观测", "Field observations"]),
  collected("finance/budget-forecasts", "budgets.json", ["预算预测", "Budget forecasts"], {
    cadence: "yearly",
  }),
  made(
    "audit/ranking-review",
    "joined",
    ["州情排名复算", "Ranking recomputed"],
    ["审计由图谱重新计算排名。", "The auditors compute the ranking again from the atlas."],
  ),
];
