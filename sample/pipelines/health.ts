import { text } from "../city.ts";
import { pipelineOf } from "../pipeline.ts";
import { within } from "../table/clean.ts";
import { count, extend, groupBy, join, joinAll, pick, sum, weightedMean } from "../table/combine.ts";
import { numberIn, sortBy } from "../table/table.ts";

const { collect, derive } = pipelineOf(import.meta.url);

const clusters = (year: string) =>
  derive(`health/life-expectancy@${year}`, {
    job: "nations/life-expectancy",
    title: text(`${year} 年各组国家预期寿命`, `Life expectancy by group of nations, ${year}`),
    parents: ["health/nations@1955-2005"],
    columns: "year:number | cluster:number | nations:number | people:number | life_expectancy:number.2",
    make: (nations) =>
      groupBy(nations!.rows.filter(within("year", Number(year), Number(year))), ["year", "cluster"], {
        nations: count,
        people: sum("pop"),
        life_expectancy: weightedMean("life_expect", "pop"),
      }),
  });

export const health = [
  collect(
    "health/nations@1955-2005",
    "gapminder.json",
    "year:number | country | cluster:number | pop:number | life_expect:number.2 | fertility:number.2",
    text("1955—2005 年各国人口健康", "Population and health of nations, 1955 to 2005"),
  ),
  clusters("1975"),
  clusters("2005"),
  derive("health/life-expectancy-trend@1975-2005", {
    job: "nations/trend",
    title: text("1975—2005 年预期寿命变化", "Change of life expectancy, 1975 to 2005"),
    parents: ["health/life-expectancy@1975", "health/life-expectancy@2005"],
    columns: "cluster:number | before:number.2 | after:number.2 | gained:number.2",
    make: (before, after) =>
      extend(
        join(
          pick(before!.rows, "cluster", "life_expectancy as before"),
          pick(after!.rows, "cluster", "life_expectancy as after"),
          ["cluster"],
        ),
        (row) => ({ gained: numberIn(row, "after") - numberIn(row, "before") }),
      ),
  }),
  collect(
    "disease-control/obesity-survey@2008",
    "obesity.json",
    "id:number | rate:number.3 | state",
    text("2008 年肥胖率调查", "Obesity survey, 2008"),
  ),
  derive("health/state-health@2008", {
    job: "health/by-state",
    title: text("各州健康与收入", "Health and income by state"),
    parents: [
      "disease-control/obesity-survey@2008",
      "statistics/state-codes@2017",
      "housing/income-shares@2013",
    ],
    columns: "id:number | state | obesity:number.3 | low_income:number.3 | high_income:number.3",
    make: (obesity, codes, income) =>
      sortBy(
        joinAll(
          ["id"],
          pick(codes!.rows, "id", "state"),
          pick(obesity!.rows, "id", "rate as obesity"),
          pick(income!.rows, "id", "low_income", "high_income"),
        ),
        "id",
      ),
  }),
  derive("medical-security/burden@2008", {
    job: "insurance/burden",
    title: text("医保负担估计", "Estimated burden on medical insurance"),
    parents: ["health/state-health@2008", "human-resources/unemployment-by-state@2009"],
    columns: "id:number | state | obesity:number.3 | unemployment:number.4 | burden:number.4",
    make: (healthRows, unemployment) =>
      extend(join(healthRows!.rows, pick(unemployment!.rows, "id", "unemployment"), ["id"]), (row) => ({
        burden:
          (numberIn(row, "obesity") + numberIn(row, "low_income")) * (1 + numberIn(row, "unemployment")),
      })),
  }),
  derive("medical-security/burden-ranking@2008", {
    job: "insurance/burden-ranking",
    title: text("医保负担排名", "Ranking by burden on medical insurance"),
    parents: ["medical-security/burden@2008"],
    columns: "rank:number | id:number | state | burden:number.4",
    make: (burden) =>
      sortBy(burden!.rows, "burden", "id")
        .toReversed()
        .map((row, i) => ({ ...row, rank: i + 1 })),
  }),
];
