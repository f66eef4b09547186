import { text } from "../city.ts";
import { pipelineOf } from "../pipeline.ts";
import { firstOf, keep, within } from "../table/clean.ts";
import { count, extend, groupBy, join, joinAll, pick } from "../table/combine.ts";
import { numberIn, sortBy } from "../table/table.ts";

const { collect, derive } = pipelineOf(import.meta.url);

const postcode = "zip_code | latitude:number.4 | longitude:number.4 | city | state | county";

export const grassroots = [
  collect(
    "civil-affairs/postcode-list@current",
    "zipcodes.csv",
    postcode,
    text("邮编名录", "List of postcodes"),
  ),
  derive("civil-affairs/postcodes@current", {
    job: "postcodes/clean",
    title: text("邮编名录（清洗后）", "Postcodes, cleaned"),
    parents: ["civil-affairs/postcode-list@current"],
    columns: postcode,
    make: (list) =>
      keep(sortBy(list!.rows, "zip_code"), {
        position: (row) => within("latitude", 15, 72)(row) && within("longitude", -180, -60)(row),
        duplicate: firstOf("zip_code"),
      }),
  }),
  derive("civil-affairs/service-points@current", {
    job: "postcodes/service-points",
    title: text("各州便民服务点", "Service points by state"),
    parents: [
      "civil-affairs/postcodes@current",
      "statistics/state-codes@2017",
      "statistics/state-census@2017",
    ],
    columns: "id:number | state | points:number | people_per_point:number",
    make: (postcodes, codes, census) => {
      const points = groupBy(pick(postcodes!.rows, "state as abbreviation"), ["abbreviation"], {
        points: count,
      });
      const placed = joinAll(
        ["id"],
        join(codes!.rows, points, ["abbreviation"]),
        pick(census!.rows, "id", "population"),
      );
      return extend(sortBy(placed, "id"), (row) => ({
        people_per_point: Math.round(numberIn(row, "population") / numberIn(row, "points")),
      }));
    },
  }),
  derive("petitions/contact-load@2009", {
    job: "petitions/contact-load",
    title: text("信访接待负荷估计", "Estimated load of petitions"),
    parents: ["civil-affairs/service-points@current", "human-resources/unemployment-by-state@2009"],
    columns: "id:number | state | people_per_point:number | unemployment:number.4 | load:number.1",
    make: (points, unemployment) =>
      extend(join(points!.rows, pick(unemployment!.rows, "id", "unemployment"), ["id"]), (row) => ({
        load: numberIn(row, "people_per_point") * numberIn(row, "unemployment"),
      })),
  }),
];
