import { type Language } from "../../core/text.ts";

/** Text into HTML, every character as itself. */
export function escape(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (c) => entities[c]!);
}

/** A page that loads nothing but this gateway's own style and, if named, script. */
export function page(language: Language, title: string, body: string, script?: string): string {
  const other = language === "zh" ? { code: "en", name: "English" } : { code: "zh", name: "中文" };
  return `<!doctype html>
<html lang="${language === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<link rel="icon" href="/docs/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/docs/page.css">
${script === undefined ? "" : `<script type="module" src="${script}"></script>`}
</head>
<body>
<header><a class="name" href="/?lang=${language}">Suyuan 溯源</a>
<nav><a href="/docs?lang=${language}">API</a>
<a href="/docs/errors?lang=${language}">${language === "zh" ? "错误代码" : "Errors"}</a>
<a href="?lang=${other.code}" lang="${other.code}" hreflang="${other.code}">${other.name}</a></nav></header>
<main>
${body}
</main>
</body>
</html>
`;
}
