import { type Language } from "../../core/text.ts";
import { page } from "./shell.ts";

const words = {
  zh: {
    about: "由 /openapi.json 生成。把 API 密钥粘贴在此处即可试用；密钥只留在本页内存中。",
    key: "API 密钥",
    filter: "筛选",
    loading: "正在载入…",
  },
  en: {
    about: "Made from /openapi.json. Paste an API key to try things out; it stays in this page's memory.",
    key: "API key",
    filter: "Filter",
    loading: "Loading…",
  },
} as const;

/** The frame that /docs/page.js fills. */
export function docsPage(language: Language): string {
  const w = words[language];
  const body = `<h1>API</h1>
<p>${w.about} <a href="/openapi.json">openapi.json</a></p>
<form id="tools"><label>${w.key} <input id="key" type="password" autocomplete="off" spellcheck="false"></label>
<label>${w.filter} <input id="filter" type="search"></label></form>
<div id="operations"><p>${w.loading}</p></div>`;
  return page(language, "Suyuan 溯源: API", body, "/docs/page.js");
}
