import { text } from "../city.ts";
import { pipelineOf } from "../pipeline.ts";
import { keep, within } from "../table/clean.ts";
import { count, extend, groupBy, join, mean, pick, sum } from "../table/combine.ts";
import { numberIn, sortBy, stringIn, type Row } from "../table/table.ts";

const { collect, derive } = pipelineOf(import.meta.url);

const yearOf = (column: string) => (row: Row) => ({ year: Number(stringIn(row, column).slice(0, 4)) });

function speciesByState(rows: readonly Row[], codes: readonly Row[]): Row[] {
  const placed = extend(rows, (row) => ({ id: Math.floor(numberIn(row, "county_id") / 1000) }));
  const byState = groupBy(placed, ["id"], { habitats: count, habitat_share: mean("habitat_yearround_pct") });
  return sortBy(join(pick(codes, "id", "state"), byState, ["id"]), "id");
}

/** Iowa's net generation by source; shares of the year's whole. */
function mix(rows: readonly Row[]): Row[] {
  const sources = extend(rows, (row) => ({
    ...yearOf("year")(row),
    fossil: row.source === "Fossil Fuels" ? numberIn(row, "net_generation") : 0,
    renewable: row.source === "Renewables" ? numberIn(row, "net_generation") : 0,
  }));
  const years = groupBy(sources, ["year"], {
    total: sum("net_generation"),
    fossil: sum("fossil"),
    renewable: sum("renewable"),
  });
  return extend(years, (row) => ({
    fossil_share: numberIn(row, "fossil") / numberIn(row, "total"),
    renewable_share: numberIn(row, "renewable") / numberIn(row, "total"),
  }));
}

export const environment = [
  collect(
    "ecology/co2-station@1958-2020",
    "co2-concentration.csv",
    "Date:date | CO2:number.2 | adjusted CO2:number.2",
    text("1958—2020 年二氧化碳浓度", "Carbon dioxide at a station, 1958 to 2020"),
  ),
  derive("ecology/co2-yearly@1959-2019", {
    job: "co2/yearly",
    title: text("1959—2019 年二氧化碳年均", "Carbon dioxide by year, 1959 to 2019"),
    parents: ["ecology/co2-station@1958-2020"],
    columns: "year:number | months:number | co2:number.2",
    make: (station) => {
      const years = groupBy(extend(station!.rows, yearOf("Date")), ["year"], {
        months: count,
        co2: mean("CO2"),
      });
      // A year's mean over part of its seasons would be biased.
      return keep(years, { "incomplete-year": within("months", 12, 12) });
    },
  }),
  collect(
    "ecology/temperature-record@1880-2023",
    "global-temp.csv",
    "year:number | temp:number.2",
    text("1880 年以来气温距平", "Temperature anomalies since 1880"),
  ),
  derive("ecology/co2-and-warming@1959-2019", {
    job: "co2/warming",
    title: text("二氧化碳与升温", "Carbon dioxide and warming"),
    parents: ["ecology/co2-yearly@1959-2019", "ecology/temperature-record@1880-2023"],
    columns: "year:number | co2:number.2 | temp:number.2",
    make: (co2, record) => join(pick(co2!.rows, "year", "co2"), record!.rows, ["year"]),
  }),
  collect(
    "ecology/habitat-survey@current",
    "species.csv",
    "item_id | common_name | scientific_name | gap_species_code | county_id:number | habitat_yearround_pct:number.4",
    text("物种栖息地调查", "Survey of habitats"),
  ),
  derive("ecology/habitat-by-state@current", {
    job: "habitats/by-state",
    title: text("各州栖息地", "Habitats by state"),
    parents: ["ecology/habitat-survey@current", "statistics/state-codes@2017"],
    columns: "id:number | state | habitats:number | habitat_share:number.4",
    make: (survey, codes) => speciesByState(survey!.rows, codes!.rows),
  }),
  collect(
    "development-reform/power-generation@2001-2017",
    "iowa-electricity.csv",
    "year:date | source | net_generation:number",
    text("2001—2017 年发电量", "Power generation, 2001 to 2017"),
  ),
  derive("development-reform/power-mix@2001-2017", {
    job: "power/mix",
    title: text("2001—2017 年电源结构", "Sources of power, 2001 to 2017"),
    parents: ["development-reform/power-generation@2001-2017"],
    columns: "year:number | total:number | fossil_share:number.4 | renewable_share:number.4",
    make: (generation) => mix(generation!.rows),
  }),
  derive("ecology/energy-and-carbon@2001-2017", {
    job: "co2/energy",
    title: text("能源结构与碳浓度", "Energy and carbon"),
    parents: ["development-reform/power-mix@2001-2017", "ecology/co2-and-warming@1959-2019"],
    columns: "year:number | fossil_share:number.4 | renewable_share:number.4 | co2:number.2 | temp:number.2",
    make: (power, warming) => join(power!.rows, warming!.rows, ["year"]),
  }),
];
