import { text } from "../city.ts";
import { pipelineOf } from "../pipeline.ts";
import { extend, first, groupBy, join, pick, sum } from "../table/combine.ts";
import { numberIn, stringIn, type Row } from "../table/table.ts";

const { collect, derive } = pipelineOf(import.meta.url);

const low = ["<10000", "10000 to 14999", "15000 to 24999"];
const high = ["150000 to 199999", "200000+"];

function shares(rows: readonly Row[]): Row[] {
  const marked = extend(rows, (row) => {
    const share = numberIn(row, "pct");
    const group = stringIn(row, "group");
    return { low: low.includes(group) ? share : 0, high: high.includes(group) ? share : 0 };
  });
  return groupBy(marked, ["id"], {
    state: first("name"),
    households: first("total"),
    low_income: sum("low"),
    high_income: sum("high"),
  });
}

export const housing = [
  collect(
    "housing/income-groups@2013",
    "income.json",
    "name | region | id:number | pct:number.3 | total:number | group",
    text("2013 年家庭收入分组", "Household income groups, 2013"),
  ),
  derive("housing/income-shares@2013", {
    job: "income/shares",
    title: text("2013 年高低收入家庭占比", "Shares of low and high incomes, 2013"),
    parents: ["housing/income-groups@2013"],
    columns: "id:number | state | households:number | low_income:number.3 | high_income:number.3",
    make: (groups) => shares(groups!.rows),
  }),
  derive("provident-fund/affordability@2013", {
    job: "housing/affordability",
    title: text("住房可负担性", "Housing affordability"),
    parents: ["housing/income-shares@2013", "human-resources/unemployment-by-state@2009"],
    columns: "id:number | state | low_income:number.3 | unemployment:number.4 | in_need:number",
    make: (income, unemployment) =>
      extend(join(income!.rows, pick(unemployment!.rows, "id", "unemployment"), ["id"]), (row) => ({
        in_need: Math.round(
          numberIn(row, "households") * numberIn(row, "low_income") * (1 + numberIn(row, "unemployment")),
        ),
      })),
  }),
];
