import { text } from "../city.ts";
import { pipelineOf, type Input } from "../pipeline.ts";
import { extend, joinAll, pick } from "../table/combine.ts";
import { numberIn, sortBy, type Row } from "../table/table.ts";

const { derive } = pipelineOf(import.meta.url);

/** Cleaned tables and the collected ones they came from, row for row comparable. */
const cleanings = [
  ["traffic-police/vehicle-models@1970-1982", "traffic-police/vehicles@1970-1982"],
  ["airport-economy/airport-list@current", "airport-economy/airports@current"],
  ["airport-economy/birdstrike-reports@1990-2002", "airport-economy/birdstrikes@1990-2002"],
  ["civil-affairs/postcode-list@current", "civil-affairs/postcodes@current"],
  ["human-resources/county-unemployment@2009", "human-resources/unemployment@2009"],
  ["emergency/disaster-register@1900-2017", "emergency/disasters-by-kind@1900-2017"],
] as const;

function cleaningReport(inputs: readonly Input[]): Row[] {
  const rows = cleanings.map(([, cleaned], i) => {
    const before = inputs[2 * i]!.rows.length;
    const after = inputs[2 * i + 1]!.rows.length;
    return {
      dataset: cleaned.split("@")[0]!,
      rows: before,
      kept: after,
      dropped: before - after,
      kept_share: after / before,
    };
  });
  return sortBy(rows, "dataset");
}

const merits = {
  obesity: -1,
  unemployment: -1,
  strikes_per_100k: -1,
  habitat_share: 1,
  people_per_point: -1,
} as const;

/** Mean of the places a state takes in each measure, the best place being 1. */
export function ranking(atlas: readonly Row[]): Row[] {
  const places = Object.entries(merits).map(([measure, sign]) => {
    const ordered = atlas.toSorted(
      (a, b) => sign * (numberIn(b, measure) - numberIn(a, measure)) || numberIn(a, "id") - numberIn(b, "id"),
    );
    return new Map(ordered.map((row, i) => [row.id, i + 1]));
  });
  const scored = extend(atlas, (row) => ({
    score: places.reduce((total, place) => total + place.get(row.id)!, 0) / places.length,
  }));
  return sortBy(scored, "score", "id").map((row, i) => ({ ...row, rank: i + 1 }));
}

const atlasColumns =
  "id:number | state | obesity:number.3 | unemployment:number.4 | strikes_per_100k:number.2 | habitat_share:number.4 | people_per_point:number";

export const cityBrain = [
  derive("data-resources/cleaning-report@first", {
    job: "quality/cleaning-report",
    title: text("清洗质量报告", "Report on cleaning"),
    parents: cleanings.flat(),
    columns: "dataset | rows:number | kept:number | dropped:number | kept_share:number.4",
    make: (...inputs) => cleaningReport(inputs),
  }),
  derive("data-resources/state-atlas@first", {
    job: "atlas/join",
    title: text("州情图谱", "Atlas of the states"),
    parents: [
      "health/state-health@2008",
      "human-resources/unemployment-by-state@2009",
      "airport-economy/birdstrike-rate@1990-2008",
      "ecology/habitat-by-state@current",
      "civil-affairs/service-points@current",
    ],
    columns: atlasColumns,
    make: (health, unemployment, strikes, habitats, points) =>
      joinAll(
        ["id"],
        pick(health!.rows, "id", "state", "obesity"),
        pick(unemployment!.rows, "id", "unemployment"),
        pick(strikes!.rows, "id", "strikes_per_100k"),
        pick(habitats!.rows, "id", "habitat_share"),
        pick(points!.rows, "id", "people_per_point"),
      ),
  }),
  derive("data-resources/state-ranking@first", {
    job: "atlas/ranking",
    title: text("州情排名", "Ranking of the states"),
    parents: ["data-resources/state-atlas@first"],
    columns: "rank:number | id:number | state | score:number.2",
    make: (atlas) => ranking(atlas!.rows),
  }),
  derive("audit/ranking-review@first", {
    job: "audit/ranking-review",
    title: text("州情排名复算", "Ranking recomputed by the auditors"),
    parents: ["data-resources/state-ranking@first", "data-resources/state-atlas@first"],
    columns: "id:number | published:number | recomputed:number | agrees:boolean",
    make: (published, atlas) => {
      const again = new Map(ranking(atlas!.rows).map((row) => [row.id, row.rank!]));
      const compared = extend(pick(published!.rows, "id", "rank as published"), (row) => ({
        recomputed: again.get(row.id!) ?? null,
        agrees: again.get(row.id!) === row.published,
      }));
      return sortBy(compared, "id");
    },
  }),
];
