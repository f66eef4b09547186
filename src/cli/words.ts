import { type Language, type Text } from "../core/text.ts";
import { chineseLabels, englishLabels } from "../ledger/lineage/drawing.ts";
import type { VersionAnswer } from "../ledger/dataset/answers.ts";

export type Standing = VersionAnswer["standing"];

export function standingWord(standing: Standing, language: Language): string {
  if (standing === "current") return language === "zh" ? "有效" : "current";
  return (language === "zh" ? chineseLabels : englishLabels).states[standing];
}

export function titleIn(text: Text | null | undefined, language: Language): string {
  return text?.[language] ?? "";
}

/** 2026-03-01 08:00:00Z: an ISO time that is easy on the eye. */
export function moment(iso: string): string {
  return iso.replace("T", " ").replace(/\.\d+Z$/, "Z");
}

/** A grade, and what goes with it. */
export function gradeOf(
  of: { grade: string; personal: boolean; least: boolean },
  t: (zh: string, en: string) => string,
): string {
  const personal = of.personal ? t("，个人信息", ", personal") : "";
  return of.grade + personal + (of.least ? t("，最小授权", ", least authorisation") : "");
}

const units = ["B", "KiB", "MiB", "GiB", "TiB"];

export function bytes(size: number): string {
  const power = size < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(size) / 10));
  const value = size / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${units[power]}`;
}
