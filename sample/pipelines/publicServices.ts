import { text } from "../city.ts";
import { pipelineOf } from "../pipeline.ts";
import { dropOutliers, keep, afterwards, within } from "../table/clean.ts";
import { count, extend, groupBy, join, mean, pick, sum } from "../table/combine.ts";
import { numberIn, sortBy, type Row } from "../table/table.ts";

const { collect, derive } = pipelineOf(import.meta.url);

const census = "year:number | age:number | sex:number | people:number";

const ages = (year: string) =>
  derive(`statistics/population-by-age@${year}`, {
    job: "population/by-age",
    title: text(`${year} 年分年龄人口`, `Population by age, ${year}`),
    parents: ["statistics/population-census@1850-2000"],
    columns: "year:number | age:number | people:number",
    make: (rows) =>
      groupBy(rows!.rows.filter(within("year", Number(year), Number(year))), ["year", "age"], {
        people: sum("people"),
      }),
  });

function ageing(rows: readonly Row[]): Row[] {
  const marked = extend(rows, (row) => ({ old: numberIn(row, "age") >= 65 ? numberIn(row, "people") : 0 }));
  const years = groupBy(marked, ["year"], { people: sum("people"), aged_65: sum("old") });
  return extend(years, (row) => ({ share: numberIn(row, "aged_65") / numberIn(row, "people") }));
}

export const publicServices = [
  collect(
    "statistics/population-census@1850-2000",
    "population.json",
    census,
    text("1850—2000 年人口普查", "Population census, 1850 to 2000"),
  ),
  ages("1900"),
  ages("1950"),
  ages("2000"),
  derive("statistics/ageing@1900-2000", {
    job: "population/ageing",
    title: text("1900—2000 年老龄化", "Ageing, 1900 to 2000"),
    parents: ["1900", "1950", "2000"].map((year) => `statistics/population-by-age@${year}`),
    columns: "year:number | people:number | aged_65:number | share:number.4",
    make: (...parts) => ageing(parts.flatMap((part) => part.rows)),
  }),
  collect(
    "statistics/state-census@2017",
    "population_engineers_hurricanes.csv",
    "state | id:number | population:number | engineers:number.9 | hurricanes:number",
    text("2017 年各州人口", "Population by state, 2017"),
  ),
  derive("statistics/state-codes@2017", {
    job: "codes/states",
    title: text("州代码对照表", "Codes of the states"),
    parents: ["statistics/state-census@2017", "disease-control/obesity-survey@2008"],
    columns: "id:number | state | abbreviation",
    make: (states, survey) =>
      sortBy(
        join(pick(states!.rows, "id", "state"), pick(survey!.rows, "id", "state as abbreviation"), ["id"]),
        "id",
      ),
  }),
  collect(
    "human-resources/county-unemployment@2009",
    "unemployment.tsv",
    "id:number | rate:number.3",
    text("2009 年各县失业率", "Unemployment by county, 2009"),
  ),
  derive("human-resources/unemployment@2009", {
    job: "unemployment/clean",
    title: text("2009 年各县失业率（清洗后）", "Unemployment by county, 2009, cleaned"),
    parents: ["human-resources/county-unemployment@2009"],
    columns: "id:number | rate:number.3",
    make: (counties) =>
      afterwards(keep(sortBy(counties!.rows, "id"), { rate: within("rate", 0, 1) }), (rows) =>
        dropOutliers(rows, "rate", 3),
      ),
  }),
  derive("human-resources/unemployment-by-state@2009", {
    job: "unemployment/by-state",
    title: text("2009 年各州失业率", "Unemployment by state, 2009"),
    parents: ["human-resources/unemployment@2009", "statistics/state-codes@2017"],
    columns: "id:number | state | counties:number | unemployment:number.4",
    make: (counties, codes) => {
      const placed = extend(counties!.rows, (row) => ({ id: Math.floor(numberIn(row, "id") / 1000) }));
      const byState = groupBy(placed, ["id"], { counties: count, unemployment: mean("rate") });
      return sortBy(join(pick(codes!.rows, "id", "state"), byState, ["id"]), "id");
    },
  }),
  collect(
    "human-resources/industry-unemployment@2000-2010",
    "unemployment-across-industries.json",
    "series | year:number | month:number | count:number | rate:number.1 | date:date",
    text("2000—2010 年分行业失业", "Unemployment by industry, 2000 to 2010"),
  ),
  derive("human-resources/unemployment-yearly@2000-2010", {
    job: "unemployment/yearly",
    title: text("2000—2010 年失业年均", "Unemployment by year, 2000 to 2010"),
    parents: ["human-resources/industry-unemployment@2000-2010"],
    columns: "year:number | thousands:number.1",
    make: (industries) => {
      const months = groupBy(industries!.rows, ["year", "month"], { thousands: sum("count") });
      return groupBy(months, ["year"], { thousands: mean("thousands") });
    },
  }),
  derive("development-reform/consumption-outlook@2000-2010", {
    job: "economy/consumption",
    title: text("2000—2010 年消费景气", "Consumption outlook, 2000 to 2010"),
    parents: ["commerce/film-market@2000-2010", "human-resources/unemployment-yearly@2000-2010"],
    columns: "year:number | gross:number | thousands:number.1 | gross_per_jobless:number.1",
    make: (films, jobless) =>
      extend(join(films!.rows, jobless!.rows, ["year"]), (row) => ({
        gross_per_jobless: numberIn(row, "gross") / (numberIn(row, "thousands") * 1000),
      })),
  }),
];
