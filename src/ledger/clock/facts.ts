import { fact, type FactDefinition } from "../../core/fact.ts";
import { calendars, steps, terms } from "./tables.ts";

const calendarPublished = fact<{ year: bigint; daysOff: [bigint, bigint]; source: string }>({
  event: "CalendarPublished",
  role: "clocks",
  says: { zh: "公布了 {year} 年工作日表：{source}", en: "published the working days of {year}: {source}" },
  apply(f, rows) {
    const { year, daysOff, source } = f.payload;
    const words = daysOff.map((w) => `0x${w.toString(16).padStart(64, "0")}`) as [string, string];
    rows.put(calendars, String(year), {
      year: Number(year),
      daysOff: words,
      source,
      block: f.block,
      time: f.time,
    });
  },
});

const termSet = fact<{ step: bigint; workingDays: bigint; note: string }>({
  event: "TermSet",
  role: "clocks",
  says: {
    zh: "环节 {step} 的时限定为 {workingDays} 个工作日：{note}",
    en: "set the term of step {step} to {workingDays} working days: {note}",
  },
  apply(f, rows) {
    const step = steps[Number(f.payload.step) - 1];
    if (!step) return;
    const workingDays = Number(f.payload.workingDays);
    rows.put(terms, step, { step, workingDays, note: f.payload.note, block: f.block, time: f.time });
  },
});

export const clockFacts = [calendarPublished, termSet] as unknown as FactDefinition[];
