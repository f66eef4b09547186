/** A file's media type by the ending of its name; types registered with IANA where there is one. */
import { extname } from "node:path";

export const defaultMediaType = "application/octet-stream";

/** A folder is recorded by its manifest. */
export const manifestMediaType = "application/vnd.suyuan.manifest+json";

const byExtension: Readonly<Record<string, string>> = {
  ".arrow": "application/vnd.apache.arrow.file",
  ".avro": "application/vnd.apache.avro",
  ".csv": "text/csv",
  ".doc": "application/msword",
  ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  ".geojson": "application/geo+json",
  ".gml": "application/gml+xml",
  ".gpkg": "application/geopackage+sqlite3",
  ".gz": "application/gzip",
  ".html": "text/html",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".json": "application/json",
  ".jsonl": "application/jsonl",
  ".jsonld": "application/ld+json",
  ".kml": "application/vnd.google-earth.kml+xml",
  ".md": "text/markdown",
  ".mp4": "video/mp4",
  ".ndjson": "application/x-ndjson",
  ".nt": "application/n-triples",
  ".parquet": "application/vnd.apache.parquet",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".rdf": "application/rdf+xml",
  ".sqlite": "application/vnd.sqlite3",
  ".svg": "image/svg+xml",
  ".tar": "application/x-tar",
  ".tif": "image/tiff",
  ".tiff": "image/tiff",
  ".topojson": "application/json",
  ".tsv": "text/tab-separated-values",
  ".ttl": "text/turtle",
  ".txt": "text/plain",
  ".xls": "application/vnd.ms-excel",
  ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ".xml": "application/xml",
  ".yaml": "application/yaml",
  ".yml": "application/yaml",
  ".zip": "application/zip",
  ".zst": "application/zstd",
};

export function mediaTypeOf(path: string): string {
  const extension = extname(path).toLowerCase();
  return Object.hasOwn(byExtension, extension) ? byExtension[extension]! : defaultMediaType;
}
