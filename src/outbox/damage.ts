import { existsSync, readFileSync } from "node:fs";
import { link, rm } from "node:fs/promises";
import { writeFileDurably } from "../store/durable.ts";
import { type Entry } from "./entries.ts";
import { scanJournal } from "./journal.ts";
import { Lines } from "./lines.ts";
import { describeSurveyed, type Surveyed, surveyJournal } from "./survey.ts";

/** Lists a damaged journal's records, readable and lost, beside it. */
export function reportDamage(journal: string): string {
  const report = `${journal}.damage`;
  const lines = surveyJournal(readFileSync(journal)).map(describeSurveyed);
  writeFileDurably(report, `${lines.join("\n")}\n`);
  return report;
}

export interface Repaired {
  /** Where the damaged file lies now. */
  aside: string;
  report: string;
  kept: number;
  lost: number;
}

/**
 * Puts what can be read of a damaged journal in its place, the damaged one aside. Null when there is no damage.
 * What was lost is in the report; whoever was told that it was accepted has to be asked to repeat it.
 */
export async function repairJournal(journal: string): Promise<Repaired | null> {
  if (!existsSync(journal) || isWhole(journal)) return null;
  const report = reportDamage(journal);
  const surveyed = surveyJournal(readFileSync(journal));
  const kept = surveyed.filter((s): s is Surveyed & { text: string } => s.text !== null);
  const lines = new Lines();
  const aside = `${journal}.damaged`;
  const fresh = kept.map(({ text }) => lines.next(text)).join("");
  // Linked, not moved: a kill in between leaves the damaged one in its place, not none at all.
  await rm(aside, { force: true });
  await link(journal, aside);
  writeFileDurably(journal, fresh);
  return { aside, report, kept: kept.length, lost: surveyed.length - kept.length };
}

function isWhole(journal: string): boolean {
  try {
    scanJournal<Entry>(readFileSync(journal), () => undefined);
    return true;
  } catch {
    return false;
  }
}
