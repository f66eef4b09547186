import { type Language } from "../../core/text.ts";
import { escape, page } from "./shell.ts";

const words = {
  zh: {
    what: "本网关服务于一份区块链数据溯源账本：谁发布了哪个数据版本、由什么派生、是否已更正或召回，均有数据官签名为证。",
    sample:
      "这是示例城市：本网关同时持有多个部门的密钥，一把 API 密钥即可代表任何部门。仅供试用；真实部署中，每个网关只持有本组织的密钥。",
    empty: "本网关只用其配置所列组织的密钥签名。",
    organisations: "可代表的组织",
    links: ["API 文档", "错误代码", "就绪状态", "OpenAPI 3.1"],
    key: "除本页、文档与健康检查外，所有请求都需要 API 密钥。",
  },
  en: {
    what: "This gateway serves a ledger of data provenance on a blockchain: who published which version of a dataset, what it was derived from, whether it was corrected or recalled, each act signed by its officer.",
    sample:
      "This is the sample city: one gateway holds the keys of many departments, and one API key may act as any of them. It is for trying things out; a real gateway holds the keys of its own organisation only.",
    empty: "This gateway signs only with the keys of the organisations its configuration names.",
    organisations: "Organisations whose keys are here",
    links: ["API", "Error codes", "Readiness", "OpenAPI 3.1"],
    key: "Everything but this page, the documents and the health checks needs an API key.",
  },
} as const;

const targets = ["/docs", "/docs/errors", "/readyz", "/openapi.json"];

export interface Home {
  isSample: boolean;
  officers: string[];
}

export function homePage(language: Language, { isSample, officers }: Home): string {
  const w = words[language];
  const links = targets.map((to, i) => `<li><a href="${to}">${w.links[i]}</a></li>`).join("\n");
  const body = `<h1>溯源 <small>Suyuan</small></h1>
<p>${w.what}</p>
<p class="${isSample ? "warning" : "note"}">${isSample ? w.sample : w.empty}</p>
<p>${w.organisations}: <strong>${officers.length}</strong>
<span class="quiet">${officers.slice(0, 60).map(escape).join(", ")}</span></p>
<ul>
${links}
</ul>
<p>${w.key}</p>`;
  return page(language, "Suyuan 溯源", body);
}
