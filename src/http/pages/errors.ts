import { catalogue } from "../../core/catalogue.ts";
import { type Language } from "../../core/text.ts";
import { escape, page } from "./shell.ts";

const words = {
  zh: {
    title: "错误代码",
    about: "每个错误都是 RFC 9457 problem，其 code 固定不变。",
    retry: { never: "重试无用", later: "稍后可重试", fix: "改正后重试" },
    heads: ["代码", "状态", "重试", "说明"],
  },
  en: {
    title: "Error codes",
    about: "Every error is an RFC 9457 problem; its code never changes its meaning.",
    retry: { never: "trying again is no use", later: "try again later", fix: "try again after a fix" },
    heads: ["Code", "Status", "Retry", "What it says"],
  },
} as const;

/** Every code there is, each with an anchor: where a problem's `type` points. */
export function errorsPage(language: Language): string {
  const w = words[language];
  const rows = Object.entries(catalogue).map(
    ([code, row]) =>
      `<tr id="${code}"><td><a href="#${code}"><code>${code}</code></a></td><td>${row.status}</td>` +
      `<td>${w.retry[row.retry]}</td><td>${escape(row[language])}</td></tr>`,
  );
  const heads = w.heads.map((h) => `<th>${h}</th>`).join("");
  const body = `<h1>${w.title}</h1>
<p>${w.about}</p>
<div class="wide"><table><thead><tr>${heads}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table></div>`;
  return page(language, `Suyuan 溯源: ${w.title}`, body);
}
