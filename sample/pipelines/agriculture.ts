import { text } from "../city.ts";
import { pipelineOf } from "../pipeline.ts";
import { extend, groupBy, join, mean, pick, sum } from "../table/combine.ts";
import { numberIn, stringIn, type Row } from "../table/table.ts";

const { collect, derive } = pipelineOf(import.meta.url);

const yields = "site | year:number | yield:number.2";

export function barleyYields(rows: readonly Row[]): Row[] {
  return groupBy(rows, ["site", "year"], { yield: mean("yield") });
}

/** Cleveland, Visualizing Data (1993): at Morris the trial's two years were very likely exchanged. */
export function exchangeMorris(rows: readonly Row[]): Row[] {
  return extend(rows, (row) => ({
    year: row.site === "Morris" ? 1931 + 1932 - numberIn(row, "year") : numberIn(row, "year"),
  }));
}

const growing = (year: string) =>
  derive(`agriculture/growing-season@${year}`, {
    job: "crops/growing-season",
    title: text(`${year} 年作物积温`, `Growing degree days, ${year}`),
    parents: [`meteorology/weather-daily@${year}`],
    columns: "location | month:number | degree_days:number.1 | rain:number.1",
    make: (days) => growingSeason(days!.rows),
  });

/** Degree days above 10 °C, the usual base for maize. */
function growingSeason(days: readonly Row[]): Row[] {
  const warm = extend(days, (row) => ({
    month: Number(stringIn(row, "date").slice(5, 7)),
    degrees: Math.max(0, (numberIn(row, "temp_max") + numberIn(row, "temp_min")) / 2 - 10),
  }));
  return groupBy(warm, ["location", "month"], { degree_days: sum("degrees"), rain: sum("precipitation") });
}

export const agriculture = [
  collect(
    "agriculture/barley-trials@1931-1932",
    "barley.json",
    "yield:number.5 | variety | year:number | site",
    text("1931—1932 年大麦试验", "Barley trials, 1931 and 1932"),
  ),
  derive("agriculture/barley-yields@first", {
    job: "barley/yields",
    title: text(
      "大麦各点产量（初版，Morris 两年颠倒）",
      "Barley yields by site, first edition: Morris with its years exchanged",
    ),
    parents: ["agriculture/barley-trials@1931-1932"],
    columns: yields,
    make: (trials) => barleyYields(trials!.rows),
  }),
  derive("agriculture/barley-yields@revised", {
    job: "barley/yields",
    title: text("大麦各点产量（更正版）", "Barley yields by site, corrected"),
    parents: ["agriculture/barley-trials@1931-1932"],
    corrects: "agriculture/barley-yields@first",
    columns: yields,
    make: (trials) => barleyYields(exchangeMorris(trials!.rows)),
  }),
  growing("2014"),
  growing("2015"),
  derive("agriculture/irrigation-need@2015", {
    job: "crops/irrigation",
    title: text("2015 年灌溉需求", "Need of irrigation, 2015"),
    parents: [
      "agriculture/growing-season@2014",
      "agriculture/growing-season@2015",
      "meteorology/weather-climate@2012-2015",
    ],
    columns:
      "location | month:number | degree_days:number.1 | rain:number.1 | normal_rain:number.1 | deficit:number.1",
    make: (before, now, climate) => {
      const seasons = groupBy([...before!.rows, ...now!.rows], ["location", "month"], {
        degree_days: mean("degree_days"),
        rain: mean("rain"),
      });
      const normals = pick(climate!.rows, "location", "month", "precipitation as normal_rain");
      return extend(join(seasons, normals, ["location", "month"]), (row) => ({
        deficit: Math.max(0, numberIn(row, "normal_rain") - numberIn(row, "rain")),
      }));
    },
  }),
];
