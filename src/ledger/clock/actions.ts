import { z } from "zod";
import { action, type Action } from "../../core/action.ts";
import { calendarWords } from "../../core/workingDays.ts";
import { calendarId } from "../../core/ids.ts";
import { actor, line } from "../inputs.ts";
import { steps } from "./tables.ts";

const day = () =>
  z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, "must be like 2026-10-01")
    .meta({ examples: ["2026-10-01"] });

const calendar = z.strictObject({
  year: z.int().min(1970).max(9999),
  holidays: z.array(day()).max(200).default([]).describe("Days off besides the weekends."),
  workdays: z.array(day()).max(100).default([]).describe("Saturdays and Sundays that are worked."),
  source: line(300).min(1).describe("Where the arrangement was published."),
});

export const publishCalendar = action({
  name: "publish-calendar",
  summary: { zh: "公布某年的节假日与调休安排。", en: "Publish the working days of a year." },
  by: { officer: "supervise" },
  input: calendar,
  calls: "Clocks.publishCalendars",
  leaves: "CalendarPublished",
  prepare: (i) => ({
    id: calendarId(i.year),
    year: i.year,
    daysOff: calendarWords(i).map(String),
    source: i.source,
  }),
  args: (step, calendars) => ({ step, calendars }),
  key: (e) => `${e.year} ${e.daysOff.join(" ")}`,
  makes: (e) => [{ id: e.id }],
});

const term = z.strictObject({
  step: z.enum(steps),
  workingDays: z.int().min(1).max(60),
  note: line(300).default(""),
});

export const setTerm = action({
  name: "set-term",
  summary: {
    zh: "设定某环节的办理时限（工作日）。",
    en: "Set how many working days a step may take.",
  },
  by: { officer: "supervise" },
  input: term,
  calls: "Clocks.setTerms",
  leaves: "TermSet",
  prepare: (i, p) => ({
    bureau: actor(p).id,
    step: steps.indexOf(i.step) + 1,
    workingDays: i.workingDays,
    note: i.note,
  }),
  args: (step, terms) => ({ step, terms }),
  key: (e) => `${e.step} ${e.workingDays}`,
  names: (e) => [e.bureau],
});

export const clockActions = [publishCalendar, setTerm] as unknown as Action[];
