import { z } from "zod";
import { createDocument, type ZodOpenApiObject, type ZodOpenApiOperationObject } from "zod-openapi";
import { catalogue } from "../../core/catalogue.ts";
import { type ErrorCode } from "../../core/errors.ts";
import { problemSchema } from "../operationAnswer.ts";
import { PROBLEM_JSON } from "../problem.ts";
import { type Route } from "../route.ts";
import { exampleOf, type Schema } from "./example.ts";

const tags = [
  { name: "actions", description: "Governance actions 治理动作" },
  { name: "operations", description: "What became of them 操作" },
  { name: "transactions", description: "Signed elsewhere 在别处签名" },
  { name: "queries", description: "The read model 查询" },
  { name: "openings", description: "What opens commitments, from gateway to gateway 开示" },
  { name: "events", description: "Facts as they come 事件" },
  { name: "definitions", description: "What forms are made from 定义" },
  { name: "access", description: "API keys 访问密钥" },
  { name: "operating", description: "For operators 运维" },
];

const about = [
  "Suyuan 溯源: a provenance ledger for a city's data.",
  "Errors are RFC 9457 problems with a stable `code`; /docs/errors lists them all.",
].join("\n\n");

/** OpenAPI 3.1 of everything served but the pages. */
export function openapiDocument(routes: readonly Route[]): object {
  const paths: NonNullable<ZodOpenApiObject["paths"]> = {};
  for (const r of routes.filter(({ tag }) => tag !== "pages")) {
    const path = r.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [r.method]: operationOf(r) };
  }
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Suyuan 溯源",
      version: "1",
      description: about,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    security: [{ key: [] }],
    tags: tags.filter((t) => routes.some((r) => r.tag === t.name)),
    paths,
    components: {
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "An API key: sy_…" },
      },
    },
  });
}

function operationOf(r: Route): ZodOpenApiOperationObject {
  return {
    operationId: r.id,
    tags: [r.tag],
    summary: r.summary.en,
    "x-summary-zh": r.summary.zh,
    ...(r.needs === null ? { security: [] } : {}),
    requestParams: parametersOf(r),
    ...(r.body ? { requestBody: bodyOf(r, r.body) } : {}),
    responses: { ...answersOf(r), ...problemsOf(r.errors) },
  };
}

function parametersOf(r: Route): NonNullable<ZodOpenApiOperationObject["requestParams"]> {
  const shape = r.input instanceof z.ZodObject ? (r.input.shape as Record<string, z.ZodType>) : {};
  const inPath = [...r.path.matchAll(/:(\w+)/g)].map((m) => m[1]!);
  const pick = (wanted: boolean) =>
    Object.fromEntries(Object.entries(shape).filter(([name]) => inPath.includes(name) === wanted));
  return {
    path: z.object(pick(true)),
    query: z.object(pick(false)),
    ...(r.headers ? { header: z.object(r.headers) } : {}),
  };
}

function bodyOf(r: Route, schema: z.ZodType): NonNullable<ZodOpenApiOperationObject["requestBody"]> {
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any", reused: "inline" }) as Schema;
  const example = r.example ?? exampleOf(inlined(json));
  return { required: true, content: { "application/json": { schema, example } } };
}

/** Named schemas come as references; examples are made from the whole. */
function inlined(json: Schema & { $defs?: Record<string, Schema> }): Schema {
  const text = JSON.stringify(json, (_, value: unknown) => {
    const reference = (value as { $ref?: string } | null)?.$ref;
    return reference === undefined ? value : json.$defs?.[reference.slice("#/$defs/".length)];
  });
  return JSON.parse(text) as Schema;
}

function answersOf(r: Route): ZodOpenApiOperationObject["responses"] {
  return Object.fromEntries(
    Object.entries(r.answers).map(([status, { says, schema, type = "application/json" }]) => [
      status,
      { description: says, content: { [type]: { schema: schema ?? z.string() } } },
    ]),
  );
}

/** One response a status, with every code it can have. */
function problemsOf(errors: readonly ErrorCode[]): ZodOpenApiOperationObject["responses"] {
  const byStatus = Map.groupBy(new Set(errors), (code) => catalogue[code].status);
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, codes]) => [
        String(status),
        {
          description: codes.join(", "),
          "x-codes": codes,
          content: { [PROBLEM_JSON]: { schema: problemSchema } },
        },
      ]),
  );
}
