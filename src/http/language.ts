import { type Language } from "../core/text.ts";

/** Chinese or English, by the weights of an Accept-Language header; English when it names neither. */
export function languageOf(header: string | undefined): Language {
  const ranges = (header ?? "").split(",").map((part) => {
    const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
    const q = parameters.map((p) => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find((v) => v !== undefined);
    return { tag: tag.split("-")[0], weight: q === undefined ? 1 : Number(q) };
  });
  const weightOf = (tag: string) => ranges.find((r) => r.tag === tag)?.weight ?? 0;
  return weightOf("zh") > weightOf("en") ? "zh" : "en";
}
