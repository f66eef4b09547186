import { text } from "../city.ts";
import { pipelineOf } from "../pipeline.ts";
import { firstOf, keep, within, type Cleaned } from "../table/clean.ts";
import { count, countIf, extend, groupBy, join, mean, pick, sum, weightedMean } from "../table/combine.ts";
import { numberIn, sortBy, stringIn, type Row } from "../table/table.ts";

const { collect, derive } = pipelineOf(import.meta.url);

const report = "date:date | delay:number | distance:number | origin | destination";
const months = ["2001-01", "2001-02", "2001-03"];

/** Delays in minutes, distances in miles. */
export function cleanFlights(rows: readonly Row[], month: string): Cleaned {
  const dated = extend(rows, (row) => {
    const [date = "", time = ""] = stringIn(row, "date").split(" ");
    return { date: date.replaceAll("/", "-"), hour: Number(time.slice(0, 2)) };
  });
  const ofMonth = dated.filter((row) => stringIn(row, "date").startsWith(month));
  return keep(sortBy(ofMonth, "date", "hour", "origin", "destination", "delay"), {
    delay: within("delay", -60, 480),
    distance: within("distance", 10, 5500),
    "same-airport": (row) => row.origin !== row.destination,
    duplicate: firstOf("date", "hour", "origin", "destination", "delay"),
  });
}

const clean = (month: string, label = month, edition = "20k") =>
  derive(`transport/flights-clean@${label}`, {
    job: "flights/clean",
    title: text(
      `${month} 航班（清洗后，${edition} 版）`,
      `Flights of ${month}, cleaned, from edition ${edition}`,
    ),
    parents: [`transport/flight-reports@${edition}`],
    columns: "date:date | hour:number | delay:number | distance:number | origin | destination",
    make: (reports) => cleanFlights(reports!.rows, month),
  });

const daily = (month: string) =>
  derive(`transport/flights-daily@${month}`, {
    job: "flights/daily",
    title: text(`${month} 逐日航班准点`, `Flights by day, ${month}`),
    parents: [`transport/flights-clean@${month}`],
    columns: "date:date | flights:number | mean_delay:number.2 | late:number",
    make: (flights) =>
      groupBy(flights!.rows, ["date"], {
        flights: count,
        mean_delay: mean("delay"),
        late: countIf((row) => numberIn(row, "delay") > 15),
      }),
  });

const byAirport = (month: string) =>
  derive(`transport/airport-delays@${month}`, {
    job: "flights/airport-delays",
    title: text(`${month} 各机场延误`, `Delays by airport, ${month}`),
    parents: [`transport/flights-clean@${month}`, "airport-economy/airports@current"],
    columns: "iata | city | state | flights:number | mean_delay:number.2",
    make: (flights, airports) => {
      const origins = pick(flights!.rows, "origin as iata", "delay");
      const placed = join(origins, pick(airports!.rows, "iata", "city", "state"), ["iata"]);
      return groupBy(placed, ["iata", "city", "state"], { flights: count, mean_delay: mean("delay") });
    },
  });

export const flights = [
  ...["2k", "5k", "10k", "20k"].map((edition) =>
    collect(
      `transport/flight-reports@${edition}`,
      `flights-${edition}.json`,
      report,
      text(
        `2001 年一季度航班报告（${edition} 版）`,
        `Flight reports, first quarter of 2001, edition ${edition}`,
      ),
    ),
  ),
  clean("2001-01", "2001-01-early", "2k"),
  ...months.map((month) => clean(month)),
  ...months.map(daily),
  ...months.map(byAirport),
  derive("transport/airport-delays-quarter@2001-q1", {
    job: "flights/airport-quarter",
    title: text("2001 年一季度各机场延误", "Delays by airport, first quarter of 2001"),
    parents: months.map((month) => `transport/airport-delays@${month}`),
    columns: "iata | city | state | months:number | flights:number | mean_delay:number.2",
    make: (...parts) =>
      groupBy(
        parts.flatMap((part) => part.rows),
        ["iata", "city", "state"],
        { months: count, flights: sum("flights"), mean_delay: weightedMean("mean_delay", "flights") },
      ),
  }),
  derive("transport/delay-and-climate@2001-q1", {
    job: "flights/delay-and-climate",
    title: text("2001 年一季度延误与气候", "Delays beside the climate, first quarter of 2001"),
    parents: [
      ...months.map((month) => `transport/flights-daily@${month}`),
      "meteorology/weather-climate@2012-2015",
    ],
    columns:
      "month:number | flights:number | mean_delay:number.2 | precipitation:number.1 | wind_kmh:number.2",
    make: (...parts) =>
      delayAndClimate(
        parts.slice(0, -1).flatMap((part) => part.rows),
        parts.at(-1)!.rows,
      ),
  }),
  derive("transport/resilience@2001-q1", {
    job: "flights/resilience",
    title: text("2001 年一季度机场韧性", "Airport resilience, first quarter of 2001"),
    parents: ["transport/airport-delays-quarter@2001-q1", "transport/delay-and-climate@2001-q1"],
    columns: "iata | flights:number | mean_delay:number.2 | city_delay:number.2 | resilience:number.2",
    make: (quarter, whole) => resilience(quarter!.rows, whole!.rows),
  }),
];

function delayAndClimate(days: readonly Row[], climate: readonly Row[]): Row[] {
  const dated = extend(days, (row) => ({ month: Number(stringIn(row, "date").slice(5, 7)) }));
  const byMonth = groupBy(dated, ["month"], {
    flights: sum("flights"),
    mean_delay: weightedMean("mean_delay", "flights"),
  });
  const seattle = pick(climate, "location", "month", "precipitation", "wind_kmh").filter(
    (row) => row.location === "Seattle",
  );
  return join(byMonth, seattle, ["month"]);
}

/** Minutes by which an airport of at least 100 flights stays below the delay of all. */
function resilience(quarter: readonly Row[], months: readonly Row[]): Row[] {
  const cityDelay = Number(weightedMean("mean_delay", "flights")(months));
  const busy = quarter.filter((row) => numberIn(row, "flights") >= 100);
  return extend(busy, (row) => ({
    city_delay: cityDelay,
    resilience: cityDelay - numberIn(row, "mean_delay"),
  }));
}
