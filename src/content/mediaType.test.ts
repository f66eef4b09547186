import { expect, test } from "vitest";
import { mediaTypeOf } from "./mediaType.ts";

test.each([
  ["data/weather.csv", "text/csv"],
  ["地图.GeoJSON", "application/geo+json"],
  ["archive.tar.gz", "application/gzip"],
  ["README", "application/octet-stream"],
  [".json", "application/octet-stream"],
  ["trick.constructor", "application/octet-stream"],
  ["folder.csv/file", "application/octet-stream"],
])("%s is %s", (path, type) => {
  expect(mediaTypeOf(path)).toBe(type);
});
