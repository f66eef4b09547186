import { text } from "../city.ts";
import { pipelineOf } from "../pipeline.ts";
import { keep, within, type Cleaned } from "../table/clean.ts";
import { count, extend, groupBy, join, mean, most, pick, sum } from "../table/combine.ts";
import { numberIn, sortBy, stringIn, type Row } from "../table/table.ts";

const { collect, derive } = pipelineOf(import.meta.url);

interface Quakes {
  features: {
    id: string;
    properties: { mag: number; time: number; type: string };
    geometry: { coordinates: [longitude: number, latitude: number, depth: number] };
  }[];
}

const earthquake =
  "id | date:date | type | magnitude:number.2 | longitude:number.4 | latitude:number.4 | depth_km:number.2";

function quakeRows(geojson: string): Row[] {
  const { features } = JSON.parse(geojson) as Quakes;
  return features.map(({ id, properties, geometry: { coordinates } }) => ({
    id,
    date: new Date(properties.time).toISOString().slice(0, 10),
    type: properties.type,
    magnitude: properties.mag,
    longitude: coordinates[0],
    latitude: coordinates[1],
    depth_km: coordinates[2],
  }));
}

function cleanQuakes(geojson: string): Cleaned {
  return keep(sortBy(quakeRows(geojson), "date", "id"), {
    "not-an-earthquake": (row) => row.type === "earthquake",
    // Below zero lies under what the stand-in network locates reliably.
    magnitude: within("magnitude", 0, 10),
    depth: within("depth_km", -5, 800),
  });
}

const decades = "decade:number | deaths:number";

function byDecade(rows: readonly Row[]): Row[] {
  const dated = extend(rows, (row) => ({ decade: Math.floor(numberIn(row, "Year") / 10) * 10 }));
  return groupBy(dated, ["decade"], { deaths: sum("Deaths") });
}

const disasters = "Entity | Year:number | Deaths:number";

function fireDanger(daily: readonly Row[], monthly: readonly Row[]): Row[] {
  const dated = extend(daily, (row) => ({ month: stringIn(row, "date").slice(0, 7) }));
  const withMonth = join(dated, pick(monthly, "location", "month", "precipitation as month_rain"), [
    "location",
    "month",
  ]);
  const dangerous = (row: Row) =>
    numberIn(row, "precipitation") === 0 &&
    numberIn(row, "temp_max") >= 25 &&
    numberIn(row, "month_rain") < 60;
  const marked = extend(withMonth, (row) => ({ danger: dangerous(row) ? 1 : 0 }));
  return groupBy(marked, ["location", "month"], { danger_days: sum("danger"), hottest: most("temp_max") });
}

const fire = (year: string) =>
  derive(`fire-rescue/fire-danger@${year}`, {
    job: "fire/danger-days",
    title: text(`${year} 年火险天气日数`, `Fire danger days, ${year}`),
    parents: [`meteorology/weather-daily@${year}`, `meteorology/weather-monthly@${year}`],
    columns: "location | month | danger_days:number | hottest:number.1",
    make: (daily, monthly) => fireDanger(daily!.rows, monthly!.rows),
  });

export const emergency = [
  fire("2014"),
  fire("2015"),
  collect(
    "seismology/earthquake-feed@2018-week-6",
    "earthquakes.json",
    earthquake,
    text("2018 年第 6 周地震速报", "Earthquake feed, week 6 of 2018"),
  ),
  derive("seismology/earthquakes@2018-week-6", {
    job: "earthquakes/clean",
    title: text("2018 年第 6 周地震（清洗后）", "Earthquakes, week 6 of 2018, cleaned"),
    parents: ["seismology/earthquake-feed@2018-week-6"],
    columns: earthquake,
    make: (feed) => cleanQuakes(feed!.text),
  }),
  derive("seismology/earthquakes-daily@2018-week-6", {
    job: "earthquakes/daily",
    title: text("2018 年第 6 周逐日地震", "Earthquakes by day, week 6 of 2018"),
    parents: ["seismology/earthquakes@2018-week-6"],
    columns: "date:date | quakes:number | strongest:number.1 | mean_depth_km:number.1",
    make: (quakes) =>
      groupBy(quakes!.rows, ["date"], {
        quakes: count,
        strongest: most("magnitude"),
        mean_depth_km: mean("depth_km"),
      }),
  }),
  collect(
    "emergency/disaster-register@1900-2017",
    "disasters.csv",
    disasters,
    text("1900—2017 年灾害死亡登记", "Disaster deaths, 1900 to 2017"),
  ),
  derive("emergency/disasters-by-kind@1900-2017", {
    job: "disasters/clean",
    title: text("分灾种死亡人数（剔除合计行）", "Deaths by kind of disaster, totals removed"),
    parents: ["emergency/disaster-register@1900-2017"],
    columns: disasters,
    make: (register) =>
      keep(sortBy(register!.rows, "Year", "Entity"), {
        "total-row": (row) => row.Entity !== "All natural disasters",
      }),
  }),
  derive("emergency/disasters-decade@first", {
    job: "disasters/by-decade",
    title: text(
      "各年代灾害死亡（初版，合计行被重复计入）",
      "Deaths by decade, first edition: counts the total rows too",
    ),
    parents: ["emergency/disaster-register@1900-2017"],
    columns: decades,
    make: (register) => byDecade(register!.rows),
  }),
  derive("emergency/disasters-decade@revised", {
    job: "disasters/by-decade",
    title: text("各年代灾害死亡（更正版）", "Deaths by decade, corrected"),
    parents: ["emergency/disasters-by-kind@1900-2017"],
    corrects: "emergency/disasters-decade@first",
    columns: decades,
    make: (kinds) => byDecade(kinds!.rows),
  }),
  derive("emergency/weather-risk@2015", {
    job: "risk/weather",
    title: text("2015 年天气风险月表", "Weather risk by month, 2015"),
    parents: ["fire-rescue/fire-danger@2015", "meteorology/weather-anomaly@2015"],
    columns: "month | danger_days:number | temp_anomaly:number.1 | risk:number.2",
    make: (danger, anomaly) => {
      const seattle = danger!.rows.filter((row) => row.location === "Seattle");
      return extend(join(seattle, anomaly!.rows, ["month"]), (row) => ({
        // A hot month makes each dangerous day count for more; a cool one never less than one.
        risk: numberIn(row, "danger_days") * Math.max(1, 1 + numberIn(row, "temp_anomaly") / 10),
      }));
    },
  }),
  derive("emergency/hazard-brief@2018", {
    job: "risk/brief",
    title: text("2018 年灾害风险简报", "Hazard brief, 2018"),
    parents: [
      "emergency/weather-risk@2015",
      "emergency/disasters-decade@revised",
      "seismology/earthquakes-daily@2018-week-6",
    ],
    columns: "indicator | at | value:number.1",
    make: (risk, decade, quakes) => [
      worst("weather-risk-month", risk!.rows, "month", "risk"),
      worst("deadliest-decade", decade!.rows, "decade", "deaths"),
      worst("strongest-earthquake", quakes!.rows, "date", "strongest"),
    ],
  }),
];

function worst(indicator: string, rows: readonly Row[], at: string, value: string): Row {
  const top = sortBy(rows, value, at).at(-1)!;
  return { indicator, at: String(top[at]), value: numberIn(top, value) };
}
