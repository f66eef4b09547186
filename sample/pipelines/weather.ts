import { text } from "../city.ts";
import { pipelineOf } from "../pipeline.ts";
import { keep, within, type Cleaned } from "../table/clean.ts";
import { countIf, extend, groupBy, join, mean, sum } from "../table/combine.ts";
import { numberIn, stringIn, type Row } from "../table/table.ts";

const { collect, derive } = pipelineOf(import.meta.url);

const measures =
  "date:date | precipitation:number.1 | temp_max:number.1 | temp_min:number.1 | wind:number.1 | weather";
const years = ["2012", "2013", "2014", "2015"];
const kmhPerMs = 3.6;

/** Bounds in millimetres, degrees Celsius and metres a second. */
export function cleanDaily(rows: readonly Row[], year: string): Cleaned {
  const ofYear = rows.filter((row) => stringIn(row, "date").startsWith(year));
  return keep(ofYear, {
    precipitation: within("precipitation", 0, 300),
    temperature: (row) =>
      within("temp_max", -40, 50)(row) && within("temp_min", -40, numberIn(row, "temp_max"))(row),
    wind: within("wind", 0, 40),
  });
}

function monthly(rows: readonly Row[], windFactor: number): Row[] {
  const dated = extend(rows, (row) => ({
    month: stringIn(row, "date").slice(0, 7),
    wind_kmh: numberIn(row, "wind") * windFactor,
  }));
  return groupBy(dated, ["location", "month"], {
    precipitation: sum("precipitation"),
    temp_max: mean("temp_max"),
    temp_min: mean("temp_min"),
    wind_kmh: mean("wind_kmh"),
    wet_days: countIf((row) => numberIn(row, "precipitation") >= 1),
  });
}

function climate(rows: readonly Row[]): Row[] {
  const seasons = extend(rows, (row) => ({ month: Number(stringIn(row, "month").slice(5)) }));
  return groupBy(seasons, ["location", "month"], {
    precipitation: mean("precipitation"),
    temp_max: mean("temp_max"),
    wind_kmh: mean("wind_kmh"),
    wet_days: mean("wet_days"),
  });
}

const daily = (year: string, label = year, note = text("", "")) =>
  derive(`meteorology/weather-daily@${label}`, {
    job: "weather/clean-daily",
    title: text(`${year} 年逐日气象（清洗后${note.zh}）`, `Daily weather, ${year}, cleaned${note.en}`),
    parents: ["meteorology/weather-archive@two-cities"],
    columns: `location | ${measures}`,
    make: (archive) => cleanDaily(archive!.rows, year),
  });

const months = (year: string, label: string, windFactor: number, note = text("", ""), corrects?: string) =>
  derive(`meteorology/weather-monthly@${label}`, {
    job: "weather/monthly",
    title: text(`${year} 年月度气象${note.zh}`, `Monthly weather, ${year}${note.en}`),
    parents: [`meteorology/weather-daily@${year}`],
    corrects,
    columns:
      "location | month | precipitation:number.1 | temp_max:number.2 | temp_min:number.2 | wind_kmh:number.2 | wet_days:number",
    make: (days) => monthly(days!.rows, windFactor),
  });

export const weather = [
  collect(
    "meteorology/weather-archive@seattle",
    "seattle-weather.csv",
    measures,
    text("逐日气象档案（一城）", "Daily weather archive, one city"),
  ),
  collect(
    "meteorology/weather-archive@two-cities",
    "weather.csv",
    `location | ${measures}`,
    text("逐日气象档案（两城）", "Daily weather archive, two cities"),
  ),
  ...years.map((year) => daily(year)),
  daily("2015", "2015-rerun", text("，重跑", ", run again")),
  // Metres a second written under a heading of kilometres an hour: the mistake the next step corrects.
  months("2012", "2012", 1, text("（风速单位有误）", ", wind in the wrong unit")),
  months(
    "2012",
    "2012-revised",
    kmhPerMs,
    text("（更正版）", ", corrected"),
    "meteorology/weather-monthly@2012",
  ),
  ...years.slice(1).map((year) => months(year, year, kmhPerMs)),
  derive("meteorology/weather-climate@2012-2015", {
    job: "weather/climate",
    title: text("2012—2015 年各月气候", "Climate by month, 2012 to 2015"),
    parents: ["2012-revised", "2013", "2014", "2015"].map((label) => `meteorology/weather-monthly@${label}`),
    columns:
      "location | month:number | precipitation:number.1 | temp_max:number.2 | wind_kmh:number.2 | wet_days:number.2",
    make: (...parts) => climate(parts.flatMap((part) => part.rows)),
  }),
  collect(
    "meteorology/hourly-normals@2010",
    "seattle-weather-hourly-normals.csv",
    "date:date | pressure:number.1 | temperature:number.1 | wind:number.1",
    text("逐时气候常年值", "Hourly climate normals"),
  ),
  derive("meteorology/weather-anomaly@2015", {
    job: "weather/anomaly",
    title: text("2015 年气温距平", "Temperature anomaly, 2015"),
    parents: ["meteorology/weather-monthly@2015", "meteorology/hourly-normals@2010"],
    columns: "month | normal:number.2 | temp_anomaly:number.2",
    make: (months2015, normals) => anomaly(months2015!.rows, normals!.rows),
  }),
];

/** Against the mean of all hours, the middle between a month's mean highs and lows stands for its mean. */
function anomaly(monthRows: readonly Row[], hourRows: readonly Row[]): Row[] {
  const calendar = extend(hourRows, (row) => ({ calendar: stringIn(row, "date").slice(5, 7) }));
  const normals = groupBy(calendar, ["calendar"], { normal: mean("temperature") });
  const seattle = monthRows
    .filter((row) => row.location === "Seattle")
    .map((row) => ({ ...row, calendar: stringIn(row, "month").slice(5) }));
  return extend(join(seattle, normals, ["calendar"]), (row) => ({
    temp_anomaly: (numberIn(row, "temp_max") + numberIn(row, "temp_min")) / 2 - numberIn(row, "normal"),
  }));
}
