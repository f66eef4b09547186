import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { catalogue } from "../core/catalogue.ts";
import { actionNamed, actions } from "../ledger/definitions.ts";
import { queries } from "../ledger/queries.ts";
import { queryPaths } from "../sdk/paths.ts";
import { serveCity, type Served } from "./fixtures/served.ts";

// The document is walked as the plain JSON it is.
/* eslint-disable @typescript-eslint/no-explicit-any */

let city: Served;
let api: any;

beforeAll(async () => {
  city = await serveCity();
  api = (await city.ask("/openapi.json", { key: null })).body;
});
afterAll(() => city.close());

function operations(): { path: string; method: string; operation: any }[] {
  return Object.entries<any>(api.paths).flatMap(([path, methods]) =>
    Object.entries<any>(methods).map(([method, operation]) => ({ path, method, operation })),
  );
}

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, v]) => (name === "$ref" ? [String(v)] : referencesIn(v)));
}

describe("/openapi.json", () => {
  test("is OpenAPI 3.1 with a title, a version and a scheme for keys", () => {
    expect(api.openapi).toBe("3.1.0");
    expect(api.info).toMatchObject({ title: "Suyuan 溯源", version: "1" });
    expect(api.security).toEqual([{ key: [] }]);
    expect(api.components.securitySchemes.key).toMatchObject({ type: "http", scheme: "bearer" });
  });

  test("every reference leads somewhere", () => {
    const references = new Set(referencesIn(api));
    expect(references.size).toBeGreaterThan(15);
    for (const reference of references) {
      const found = reference
        .slice(2)
        .split("/")
        .reduce((at: any, name) => at?.[name], api);
      expect(found, reference).toBeTypeOf("object");
    }
  });

  test("every operation has a name of its own, a summary in both languages and answers", () => {
    const names = operations().map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { path, operation } of operations()) {
      expect(operation.summary, path).toMatch(/\w/);
      expect(operation["x-summary-zh"], path).toMatch(/[一-鿿]/);
      expect(Object.keys(operation.responses).length, path).toBeGreaterThan(0);
      for (const response of Object.values<any>(operation.responses))
        expect(response.description).not.toBe("");
    }
  });

  test("every path parameter is in the path, required and described by a schema", () => {
    for (const { path, operation } of operations()) {
      const inPath = (operation.parameters ?? []).filter((p: any) => p.in === "path");
      const named = [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]);
      expect(inPath.map((p: any) => p.name).sort()).toEqual(named.sort());
      expect(inPath.every((p: any) => p.required === true)).toBe(true);
      expect((operation.parameters ?? []).every((p: any) => typeof p.schema === "object")).toBe(true);
    }
  });

  test("every action and query is in it, and nothing of the ledger besides", () => {
    const paths = Object.keys(api.paths);
    expect(paths.filter((p) => p.startsWith("/v1/actions/")).sort()).toEqual(
      actions.map((a) => `/v1/actions/${a.name}`).sort(),
    );
    for (const q of queries) expect(paths).toContain(`/v1${q.path.replace(/:(\w+)/g, "{$1}")}`);
  });

  test("every error it names is in the catalogue, under its own status", () => {
    for (const { operation } of operations()) {
      for (const [status, response] of Object.entries<any>(operation.responses)) {
        for (const code of response["x-codes"] ?? []) {
          expect(catalogue[code as keyof typeof catalogue].status).toBe(Number(status));
        }
      }
    }
  });

  test.each(actions.map((a) => [a.name]))("the example of %s is a valid input", (name) => {
    const { example } = api.paths[`/v1/actions/${name}`].post.requestBody.content["application/json"];
    expect(actionNamed(name)!.input.safeParse(example).error).toBeUndefined();
  });

  test("the paths it names are served", async () => {
    for (const { path, method, operation } of operations()) {
      if (path === "/v1/events") continue;
      const answer = await city.ask(path.replace(/\{\w+\}/g, "x"), {
        method: method.toUpperCase(),
        key: null,
      });
      const open = operation.security?.length === 0;
      // Without a body there is nothing to be read as JSON.
      const openly = operation.requestBody ? 415 : 200;
      expect(answer.status, path).toBe(open ? openly : 401);
    }
  });
});

test("the client knows the path of every query", () => {
  expect(queryPaths).toEqual(Object.fromEntries(queries.map((q) => [q.name, q.path])));
});

test("definitions carry what forms are made from", async () => {
  const { body } = await city.ask("/v1/definitions");
  expect(body.actions.map((a: any) => a.name)).toEqual(actions.map((a) => a.name));
  const publish = body.actions.find((a: any) => a.name === "publish-version");
  expect(publish).toMatchObject({ by: { officer: "publish" }, leaves: "VersionPublished" });
  expect(publish.input.required).toEqual(["dataset", "content"]);
  expect(body.queries.map((q: any) => q.path)).toEqual(queries.map((q) => `/v1${q.path}`));
});

describe("pages", () => {
  test.each([
    ["/", "en", "sample city"],
    ["/", "zh", "示例城市"],
    ["/docs", "zh", "API 密钥"],
    ["/docs/errors", "zh", "错误代码"],
  ])("%s speaks %s", async (path, language, words) => {
    const byHeader = await city.ask(path, { key: null, headers: { "Accept-Language": language } });
    const byChoice = await city.ask(`${path}?lang=${language}`, { key: null });
    expect(byHeader.body).toBe(byChoice.body);
    expect(byHeader.body).toContain(words);
    expect(byHeader.headers.get("content-language")).toBe(language);
  });

  test("load nothing from elsewhere and hold no inline script or style", async () => {
    for (const path of ["/", "/docs", "/docs/errors"]) {
      const html = String((await city.ask(path, { key: null })).body);
      expect([...html.matchAll(/(?:src|href)="(https?:)?\/\//g)]).toEqual([]);
      expect(html).not.toMatch(/<script(?![^>]*src=)|\sstyle=|\son\w+=/);
      for (const [, asset] of html.matchAll(/(?:src|href)="(\/docs\/[^"?]+\.\w+)"/g)) {
        expect((await city.ask(asset!, { key: null })).status, asset).toBe(200);
      }
    }
  });

  test("every code has its place in the error table", async () => {
    const html = String((await city.ask("/docs/errors", { key: null })).body);
    for (const code of Object.keys(catalogue)) expect(html).toContain(`id="${code}"`);
  });
});
