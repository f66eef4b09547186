import { type Cli } from "./cli.ts";
import { oneLine, width } from "./table.ts";

export type Verdict = "ok" | "warn" | "fail";

/** One line of the doctor's. `id` is stable; the rest is for people. */
export interface Finding {
  id: string;
  verdict: Verdict;
  says: string;
  /** What to do about it. */
  advice?: string;
}

export const ok = (id: string, says: string): Finding => ({ id, verdict: "ok", says });
export const warn = (id: string, says: string, advice: string): Finding => ({
  id,
  verdict: "warn",
  says,
  advice,
});
export const fail = (id: string, says: string, advice: string): Finding => ({
  id,
  verdict: "fail",
  says,
  advice,
});

export function findingsText(findings: readonly Finding[], { t }: Cli): string {
  const marks = { ok: t("正常", "ok"), warn: t("注意", "warn"), fail: t("失败", "FAIL") };
  const widest = Math.max(...Object.values(marks).map(width));
  const named = Math.max(...findings.map((f) => f.id.length));
  const indent = " ".repeat(widest + named + 4);
  const lines = findings.flatMap(({ id, verdict, says, advice }) => {
    const mark = marks[verdict] + " ".repeat(widest - width(marks[verdict]));
    const line = `${mark}  ${id.padEnd(named)}  ${oneLine(says)}`;
    return advice === undefined ? [line] : [line, `${indent}→ ${advice}`];
  });
  return lines.join("\n");
}

/** What a check throws is its finding. */
export async function attempt(
  id: string,
  advice: string,
  check: () => Promise<Finding> | Finding,
): Promise<Finding> {
  try {
    return await check();
  } catch (error) {
    return fail(id, error instanceof Error ? error.message : String(error), advice);
  }
}
