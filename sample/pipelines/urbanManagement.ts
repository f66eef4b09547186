import { text } from "../city.ts";
import { pipelineOf } from "../pipeline.ts";
import { firstOf, keep, present } from "../table/clean.ts";
import { count, countIf, extend, groupBy, least, most } from "../table/combine.ts";
import { numberIn, sortBy, type Row } from "../table/table.ts";

const { collect, derive } = pipelineOf(import.meta.url);

interface Topology {
  objects: { counties: { geometries: { id: number; type: string | null; arcs?: unknown[] }[] } };
}

/** Every county of the map, its state being the code's thousands. */
export function countyRows(topojson: string): Row[] {
  const { objects } = JSON.parse(topojson) as Topology;
  return objects.counties.geometries.map(({ id, type, arcs = [] }) => ({
    county: id,
    state: Math.floor(id / 1000),
    shape: type,
    parts: arcs.length,
  }));
}

export const urbanManagement = [
  collect(
    "planning-resources/base-map@10m",
    "us-10m.json",
    "id:number | type | arcs",
    text("行政区划底图", "Base map of administrative areas"),
  ),
  derive("planning-resources/county-register@10m", {
    job: "map/counties",
    title: text("县级区划登记表", "Register of counties"),
    parents: ["planning-resources/base-map@10m"],
    columns: "county:number | state:number | shape | parts:number",
    make: (map) =>
      keep(sortBy(countyRows(map!.text), "county"), {
        "no-shape": present("shape"),
        duplicate: firstOf("county"),
      }),
  }),
  derive("planning-resources/state-register@10m", {
    job: "map/states",
    title: text("州级区划汇总", "Counties by state"),
    parents: ["planning-resources/county-register@10m"],
    columns: "state:number | counties:number | multi_part:number",
    format: ".json",
    make: (counties) =>
      groupBy(counties!.rows, ["state"], {
        counties: count,
        multi_part: countIf((row) => row.shape === "MultiPolygon"),
      }),
  }),
  collect(
    "urban-management/street-places@district",
    "udistrict.json",
    "key | lat:number.5",
    text("街区店铺位置", "Places of a street district"),
  ),
  derive("urban-management/street-density@district", {
    job: "streets/density",
    title: text("街区店铺密度", "Density of places by kind"),
    parents: ["urban-management/street-places@district"],
    columns: "key | places:number | span_m:number.0 | per_km:number.2",
    make: (places) => density(places!.rows),
  }),
];

const metresPerDegree = 111_320;

function density(rows: readonly Row[]): Row[] {
  const kinds = groupBy(rows, ["key"], { places: count, south: least("lat"), north: most("lat") });
  return extend(kinds, (row) => {
    const span = Math.round((numberIn(row, "north") - numberIn(row, "south")) * metresPerDegree);
    // Kinds on one spot are spread over a metre, so that the density stays finite.
    return { span_m: span, per_km: numberIn(row, "places") / (Math.max(span, 1) / 1000) };
  });
}
