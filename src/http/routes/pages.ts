import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Language } from "../../core/text.ts";
import { officerNames } from "../officers.ts";
import { openapiDocument } from "../openapi/document.ts";
import { docsPage } from "../pages/docs.ts";
import { errorsPage } from "../pages/errors.ts";
import { homePage } from "../pages/home.ts";
import { nothing, route, type Answer, type Call, type Route } from "../route.ts";
import { type Served } from "../served.ts";

const input = z.strictObject({ lang: z.enum(["zh", "en"]).optional() });
type Input = z.infer<typeof input>;

const HTML = "text/html; charset=utf-8";
const fileOf = (name: string) => readFileSync(join(import.meta.dirname, "../pages", name), "utf8");

/** The pages for people, and the document they are made from. `others` is everything else that is served. */
export function pageRoutes(s: Served, others: readonly Route[]): Route[] {
  const { keyring, directory } = s.gateway;
  const home = (language: Language) =>
    homePage(language, {
      isSample: directory.description.city === "sample",
      officers: officerNames(keyring),
    });
  let document: string | undefined;
  return [
    html("/", "home", home),
    html("/docs", "docs", docsPage),
    html("/docs/errors", "docs-errors", errorsPage),
    file("/docs/page.css", "docs-style", "text/css; charset=utf-8", fileOf("page.css")),
    file("/docs/page.js", "docs-script", "text/javascript; charset=utf-8", fileOf("page.js")),
    file("/docs/icon.svg", "icon", "image/svg+xml", fileOf("icon.svg")),
    open("/openapi.json", "openapi", nothing, () => {
      document ??= JSON.stringify(openapiDocument(others));
      return { status: 200, body: document, type: "application/json; charset=utf-8" };
    }),
  ];
}

function open<I>(path: string, id: string, schema: z.ZodType<I>, handle: (call: Call<I>) => Answer): Route {
  const summary = { zh: id, en: id };
  const rest = { needs: null, answers: {}, errors: [], tag: "pages" } as const;
  return route<I>({ method: "get", path, id, summary, input: schema, handle, ...rest });
}

function html(path: string, id: string, render: (language: Language) => string): Route {
  return open<Input>(path, id, input, ({ input: { lang }, language }) => {
    const chosen = lang ?? language;
    const headers = { "Content-Language": chosen, Vary: "Accept-Language" };
    return { status: 200, body: render(chosen), type: HTML, headers };
  });
}

function file(path: string, id: string, type: string, content: string): Route {
  const headers = { "Cache-Control": "no-cache" };
  return open(path, id, nothing, () => ({ status: 200, body: content, type, headers }));
}
