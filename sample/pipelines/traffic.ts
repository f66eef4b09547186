import { text } from "../city.ts";
import { pipelineOf } from "../pipeline.ts";
import { dropOutliers, firstOf, keep, present, afterwards, within } from "../table/clean.ts";
import { count, extend, groupBy, join, joinAll, mean, pick, sum } from "../table/combine.ts";
import { numberIn, sortBy, stringIn, type Row } from "../table/table.ts";

const { collect, derive } = pipelineOf(import.meta.url);

const airport = "iata | name | city | state | country | latitude:number.4 | longitude:number.4";
const strike =
  "Airport Name | Aircraft Make Model | Effect Amount of damage | Flight Date:date | Aircraft Airline Operator | Origin State | Phase of flight | Wildlife Size | Wildlife Species | Time of day | Cost Other:number | Cost Repair:number | Cost Total $:number | Speed IAS in knots:number";
const vehicle =
  "Name | Miles_per_Gallon:number.1 | Cylinders:number | Displacement:number.1 | Horsepower:number | Weight_in_lbs:number | Acceleration:number.1 | Year:date | Origin";

export const traffic = [
  collect(
    "airport-economy/airport-list@current",
    "airports.csv",
    airport,
    text("机场名录", "List of airports"),
  ),
  derive("airport-economy/airports@current", {
    job: "airports/clean",
    title: text("机场名录（清洗后）", "Airports, cleaned"),
    parents: ["airport-economy/airport-list@current"],
    columns: airport,
    make: (list) =>
      keep(sortBy(list!.rows, "iata"), {
        abroad: (row) => row.country === "USA",
        position: (row) => within("latitude", -15, 72)(row) && within("longitude", -180, 180)(row),
        duplicate: firstOf("iata"),
      }),
  }),
  collect(
    "airport-economy/route-counts@2008",
    "flights-airport.csv",
    "origin | destination | count:number",
    text("2008 年航线班次", "Flights by route, 2008"),
  ),
  derive("airport-economy/departures-by-state@2008", {
    job: "routes/departures-by-state",
    title: text("2008 年各州出港班次", "Departures by state, 2008"),
    parents: ["airport-economy/route-counts@2008", "airport-economy/airports@current"],
    columns: "abbreviation | routes:number | departures:number",
    make: (routes, airports) => {
      const origins = pick(airports!.rows, "iata as origin", "state as abbreviation");
      return groupBy(join(routes!.rows, origins, ["origin"]), ["abbreviation"], {
        routes: count,
        departures: sum("count"),
      });
    },
  }),
  collect(
    "airport-economy/birdstrike-reports@1990-2002",
    "birdstrikes.csv",
    strike,
    text("1990—2002 年鸟击报告", "Bird strike reports, 1990 to 2002"),
  ),
  derive("airport-economy/birdstrikes@1990-2002", {
    job: "birdstrikes/clean",
    title: text("1990—2002 年鸟击（清洗后）", "Bird strikes, 1990 to 2002, cleaned"),
    parents: ["airport-economy/birdstrike-reports@1990-2002"],
    columns: "date:date | airport | state | phase | size | species | cost:number | knots:number",
    make: (reports) => cleanStrikes(reports!.rows),
  }),
  derive("airport-economy/birdstrikes-by-state@1990-2002", {
    job: "birdstrikes/by-state",
    title: text("各州鸟击次数与损失", "Bird strikes and their cost by state"),
    parents: ["airport-economy/birdstrikes@1990-2002"],
    columns: "state | strikes:number | cost:number",
    make: (strikes) => groupBy(strikes!.rows, ["state"], { strikes: count, cost: sum("cost") }),
  }),
  derive("airport-economy/birdstrike-rate@1990-2008", {
    job: "birdstrikes/rate",
    title: text("各州鸟击率", "Bird strike rate by state"),
    parents: [
      "airport-economy/birdstrikes-by-state@1990-2002",
      "airport-economy/departures-by-state@2008",
      "statistics/state-codes@2017",
    ],
    columns: "id:number | state | strikes:number | departures:number | strikes_per_100k:number.2",
    make: (strikes, departures, codes) => {
      const placed = joinAll(["abbreviation"], join(strikes!.rows, codes!.rows, ["state"]), departures!.rows);
      return extend(sortBy(placed, "id"), (row) => ({
        strikes_per_100k: (numberIn(row, "strikes") / numberIn(row, "departures")) * 100_000,
      }));
    },
  }),
  collect(
    "traffic-police/vehicle-models@1970-1982",
    "cars.json",
    vehicle,
    text("1970—1982 年车型", "Vehicle models, 1970 to 1982"),
  ),
  derive("traffic-police/vehicles@1970-1982", {
    job: "vehicles/clean",
    title: text("1970—1982 年车型（清洗后）", "Vehicle models, 1970 to 1982, cleaned"),
    parents: ["traffic-police/vehicle-models@1970-1982"],
    columns: "name | year:number | origin | litres_per_100km:number.2 | horsepower:number | weight_kg:number",
    make: (models) => cleanVehicles(models!.rows),
  }),
  derive("traffic-police/fuel-efficiency@1970-1982", {
    job: "vehicles/efficiency",
    title: text("各年车型油耗", "Fuel use of models by year"),
    parents: ["traffic-police/vehicles@1970-1982"],
    columns: "year:number | models:number | litres_per_100km:number.2 | horsepower:number.1",
    make: (vehicles) =>
      groupBy(vehicles!.rows, ["year"], {
        models: count,
        litres_per_100km: mean("litres_per_100km"),
        horsepower: mean("horsepower"),
      }),
  }),
];

function cleanStrikes(reports: readonly Row[]) {
  const renamed = pick(
    reports,
    "Flight Date as date",
    "Airport Name as airport",
    "Origin State as state",
    "Phase of flight as phase",
    "Wildlife Size as size",
    "Wildlife Species as species",
    "Cost Total $ as cost",
    "Speed IAS in knots as knots",
  );
  return keep(sortBy(renamed, "date", "airport", "species"), {
    state: present("state"),
    cost: within("cost", 0, 100_000_000),
    // A report may lack a speed; one it gives must be an aircraft's.
    speed: (row) => row.knots === null || within("knots", 0, 400)(row),
  });
}

function cleanVehicles(models: readonly Row[]) {
  const complete = keep(sortBy(models, "Year", "Name", "Weight_in_lbs"), {
    consumption: present("Miles_per_Gallon"),
    horsepower: present("Horsepower"),
    duplicate: firstOf("Name", "Year", "Weight_in_lbs", "Horsepower"),
  });
  const metric = extend(complete.rows, (row) => ({
    name: row.Name ?? null,
    year: Number(stringIn(row, "Year").slice(0, 4)),
    origin: row.Origin ?? null,
    litres_per_100km: 235.214583 / numberIn(row, "Miles_per_Gallon"),
    horsepower: row.Horsepower ?? null,
    weight_kg: Math.round(numberIn(row, "Weight_in_lbs") * 0.45359237),
  }));
  return afterwards({ rows: metric, dropped: complete.dropped }, (rows) =>
    dropOutliers(rows, "litres_per_100km", 1.5),
  );
}
