import { text } from "../city.ts";
import { pipelineOf } from "../pipeline.ts";
import { keep, present, within, type Cleaned } from "../table/clean.ts";
import { count, extend, groupBy, join, sum } from "../table/combine.ts";
import { isoDate } from "../table/parse.ts";
import { numberIn, sortBy, stringIn, type Row } from "../table/table.ts";

const { collect, derive } = pipelineOf(import.meta.url);

const film =
  "Title | US Gross:number | Worldwide Gross:number | US DVD Sales:number | Production Budget:number | Release Date:date | MPAA Rating | Running Time min:number | Distributor | Source | Major Genre | Creative Type | Director | Rotten Tomatoes Rating:number | IMDB Rating:number.1 | IMDB Votes:number";
const match = "date:date | division | home_team | away_team | home_score:number | away_score:number";
const seasons = ["2014", "2015", "2016"];

/** The list ends in 2010; later releases are two-digit years read into the wrong century. */
export function cleanFilms(rows: readonly Row[]): Cleaned {
  const dated = extend(rows, (row) => ({
    title: row.Title ?? null,
    released: isoDate(stringIn(row, "Release Date")),
    genre: row["Major Genre"] ?? null,
    gross: row["Worldwide Gross"] ?? null,
    budget: row["Production Budget"] ?? null,
  }));
  const kept = keep(dated, {
    "title-not-text": (row) => typeof row.title === "string",
    "release-year": (row) => stringIn(row, "released") < "2011",
    gross: within("gross", 1, 4_000_000_000),
    genre: present("genre"),
  });
  return { rows: sortBy(kept.rows, "released", "title"), dropped: kept.dropped };
}

/** A season runs from July to June. */
const season = (year: string) =>
  derive(`sports/season@${year}`, {
    job: "matches/season",
    title: text(`${year} 赛季比赛`, `Matches of the season ${year}`),
    parents: ["sports/match-results@2013-2017"],
    columns: match,
    make: (results) => {
      const from = `${year}-07-01`;
      const until = `${Number(year) + 1}-07-01`;
      const played = results!.rows.filter(
        (row) => stringIn(row, "date") >= from && stringIn(row, "date") < until,
      );
      return keep(sortBy(played, "date", "division", "home_team"), {
        "not-played": (row) => present("home_score")(row) && present("away_score")(row),
      });
    },
  });

export const cultureTourism = [
  collect("culture-tourism/film-register@2010", "movies.json", film, text("影片登记表", "Film register")),
  derive("culture-tourism/films@2010", {
    job: "films/clean",
    title: text("影片（清洗后）", "Films, cleaned"),
    parents: ["culture-tourism/film-register@2010"],
    columns: "title | released:date | genre | gross:number | budget:number",
    make: (register) => cleanFilms(register!.rows),
  }),
  derive("culture-tourism/genre-year@2010", {
    job: "films/genre-year",
    title: text("各年各类型影片票房", "Films by genre and year"),
    parents: ["culture-tourism/films@2010"],
    columns: "year:number | genre | films:number | gross:number",
    make: (films) => {
      const dated = extend(films!.rows, (row) => ({ year: Number(stringIn(row, "released").slice(0, 4)) }));
      return groupBy(dated, ["year", "genre"], { films: count, gross: sum("gross") });
    },
  }),
  collect(
    "sports/match-results@2013-2017",
    "football.json",
    match,
    text("2013—2017 年足球赛果", "Football results, 2013 to 2017"),
  ),
  ...seasons.map(season),
  derive("sports/league-points@2014-2016", {
    job: "matches/points",
    title: text("三个赛季联赛积分", "League points over three seasons"),
    parents: seasons.map((year) => `sports/season@${year}`),
    columns: "division | team | matches:number | points:number | goals:number",
    make: (...parts) => points(parts.flatMap((part) => part.rows)),
  }),
  derive("culture-tourism/venue-calendar@2010-2016", {
    job: "venues/calendar",
    title: text("场馆活动月历", "Venue calendar by month"),
    parents: ["culture-tourism/films@2010", ...seasons.map((year) => `sports/season@${year}`)],
    columns: "month:number | films:number | matches:number",
    make: (films, ...parts) => {
      const matches = parts.flatMap((part) => part.rows);
      return join(byMonth(films!.rows, "released", "films"), byMonth(matches, "date", "matches"), ["month"]);
    },
  }),
];

function byMonth(rows: readonly Row[], date: string, name: string): Row[] {
  const dated = extend(rows, (row) => ({ month: Number(stringIn(row, date).slice(5, 7)) }));
  return groupBy(dated, ["month"], { [name]: count });
}

function points(matches: readonly Row[]): Row[] {
  const sides = matches.flatMap((row) => [
    side(row, "home_team", "home_score", "away_score"),
    side(row, "away_team", "away_score", "home_score"),
  ]);
  return groupBy(sides, ["division", "team"], { matches: count, points: sum("points"), goals: sum("goals") });
}

function side(row: Row, team: string, own: string, other: string): Row {
  const lead = numberIn(row, own) - numberIn(row, other);
  return {
    division: row.division!,
    team: row[team]!,
    goals: row[own]!,
    points: lead > 0 ? 3 : lead === 0 ? 1 : 0,
  };
}
