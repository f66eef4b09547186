import { describe, expect, test } from "vitest";
import { text } from "./city.ts";
import { diamonds, depthsBelow, levels } from "./lineage.ts";
import { datasetOf, fileOf, inOrder, pipelineOf } from "./pipeline.ts";
import { barleyYields, exchangeMorris } from "./pipelines/agriculture.ts";
import { ranking } from "./pipelines/cityBrain.ts";
import { cleanFilms } from "./pipelines/cultureTourism.ts";
import { cleanFlights } from "./pipelines/flights.ts";
import { countyRows } from "./pipelines/urbanManagement.ts";
import { cleanDaily } from "./pipelines/weather.ts";

const { collect, derive } = pipelineOf(import.meta.url);
const source = (id: string) => collect(id, "weather.csv", "date:date", text("甲", "A"));
const child = (id: string, ...parents: string[]) =>
  derive(id, { job: "a/b", title: text("乙", "B"), parents, columns: "date:date", make: () => [] });

describe("a pipeline's description", () => {
  test("derives dataset and file from a step's id", () => {
    expect(datasetOf("meteorology/weather@2012")).toBe("meteorology/weather");
    expect(fileOf(source("meteorology/weather@2012"))).toBe("meteorology/weather/2012.csv");
    expect(() => datasetOf("weather@2012")).toThrow('step "weather@2012" does not name owner/dataset@label');
  });

  test("puts parents before children, whatever order it was written in", () => {
    const plans = [child("a/c@1", "a/b@1"), child("a/b@1", "a/a@1"), source("a/a@1")];
    expect(inOrder(plans).map(({ id }) => id)).toEqual(["a/a@1", "a/b@1", "a/c@1"]);
  });

  test("refuses a parent nobody makes, the same id twice and a step that descends from itself", () => {
    expect(() => inOrder([child("a/b@1", "a/a@1")])).toThrow('names "a/a@1", which no pipeline makes');
    expect(() => inOrder([source("a/a@1"), source("a/a@1")])).toThrow("two steps have the same id");
    expect(() => inOrder([child("a/b@1", "a/c@1"), child("a/c@1", "a/b@1")])).toThrow("descends from itself");
  });

  test("refuses a file ending it has no media type for", () => {
    expect(() => collect("a/b@1", "flights.parquet", "date", text("", ""))).toThrow(
      'files ending in ".parquet"',
    );
  });
});

describe("lineage", () => {
  const square = [source("a/top@1"), child("a/left@1", "a/top@1"), child("b/right@1", "a/top@1")];
  const bottom = child("c/bottom@1", "a/left@1", "b/right@1");

  test("finds a diamond by its four corners", () => {
    expect(diamonds([...square, bottom])).toEqual([
      { top: "a/top@1", sides: ["a/left@1", "b/right@1"], bottom: "c/bottom@1" },
    ]);
  });

  test("does not call a triangle or a common child a diamond", () => {
    expect(diamonds([...square, child("c/bottom@1", "a/top@1", "a/left@1")])).toEqual([]);
    expect(diamonds([source("a/a@1"), source("a/b@1"), child("a/c@1", "a/a@1", "a/b@1")])).toEqual([]);
  });

  test("measures levels by the longest way down and depths by the shortest", () => {
    const steps = [...square, child("c/bottom@1", "a/top@1", "b/right@1")];
    expect(levels(steps).get("c/bottom@1")).toBe(2);
    expect(depthsBelow(steps, "a/top@1").get("c/bottom@1")).toBe(1);
  });
});

describe("cleaning", () => {
  test("flights take one month, sort it and drop impossible, circular and repeated ones", () => {
    const flight = (date: string, delay: number, origin = "SEA") => ({
      ...{ date, delay, distance: 500, origin, destination: "LAX" },
    });
    const { rows, dropped } = cleanFlights(
      [
        flight("2001/01/02 09:00", 5),
        flight("2001/01/01 10:30", 5),
        flight("2001/01/01 10:45", 5),
        flight("2001/01/01 10:45", 481),
        flight("2001/01/01 10:45", 0, "LAX"),
        flight("2001/02/01 10:45", 0),
      ],
      "2001-01",
    );
    expect(rows.map(({ date, hour }) => [date, hour])).toEqual([
      ["2001-01-01", 10],
      ["2001-01-02", 9],
    ]);
    expect(dropped).toEqual({ delay: 1, distance: 0, "same-airport": 1, duplicate: 1 });
  });

  test("weather drops a day whose low is above its high", () => {
    const day = { date: "2012-01-01", precipitation: 0, temp_max: 5, temp_min: 2, wind: 3 };
    const { rows, dropped } = cleanDaily(
      [day, { ...day, temp_min: 6 }, { ...day, date: "2013-01-01" }],
      "2012",
    );
    expect(rows).toEqual([day]);
    expect(dropped).toEqual({ precipitation: 0, temperature: 1, wind: 0 });
  });

  test("films drop numeric titles and years of the wrong century", () => {
    const film = {
      Title: "Up",
      "Release Date": "May 29 2009",
      "Major Genre": "Adventure",
      "Worldwide Gross": 9,
    };
    const { rows, dropped } = cleanFilms([
      film,
      { ...film, Title: 9 },
      { ...film, "Release Date": "Jan 1 2046" },
      { ...film, "Major Genre": null },
    ]);
    expect(rows.map(({ title, released }) => [title, released])).toEqual([["Up", "2009-05-29"]]);
    expect(dropped).toEqual({ "title-not-text": 1, "release-year": 1, gross: 0, genre: 1 });
  });
});

describe("computing", () => {
  test("exchanging Morris's years leaves the other sites alone", () => {
    const trials = [
      { site: "Morris", year: 1931, yield: 10 },
      { site: "Morris", year: 1932, yield: 30 },
      { site: "Duluth", year: 1931, yield: 7 },
      { site: "Duluth", year: 1931, yield: 8 },
    ];
    expect(barleyYields(exchangeMorris(trials))).toEqual([
      { site: "Duluth", year: 1931, yield: 7.5 },
      { site: "Morris", year: 1931, yield: 30 },
      { site: "Morris", year: 1932, yield: 10 },
    ]);
  });

  test("a county's state is the thousands of its code", () => {
    const map = { objects: { counties: { geometries: [{ id: 53033, type: "Polygon", arcs: [[1]] }] } } };
    expect(countyRows(JSON.stringify(map))).toEqual([
      { county: 53033, state: 53, shape: "Polygon", parts: 1 },
    ]);
  });

  test("the ranking prefers what is good and breaks ties by id", () => {
    const even = {
      obesity: 0.2,
      unemployment: 0.1,
      strikes_per_100k: 5,
      habitat_share: 0.3,
      people_per_point: 900,
    };
    const better = { ...even, id: 3, unemployment: 0.05, habitat_share: 0.4 };
    const ranks = ranking([{ ...even, id: 2 }, { ...even, id: 1 }, better]).map(({ rank, id }) => [rank, id]);
    // Id 3 is last where all are level and first in the two measures that differ.
    expect(ranks).toEqual([
      [1, 1],
      [2, 3],
      [3, 2],
    ]);
  });
});
