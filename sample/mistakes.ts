import { text } from "./city.ts";
import { type SampleRun } from "./run.ts";

/** What the city found out too late: done after every step is registered. */
export const recalls: SampleRun["recalls"] = [
  {
    step: "culture-tourism/film-register@2010",
    reason: "source-error",
    note: text(
      "部分影片年份落在 2011 年以后（两位年份读错世纪），片名有数字类型，已请来源方重报。",
      "Some release years lie after 2010 (two-digit years in the wrong century) and some titles are numbers; the source was asked to report again.",
    ),
  },
];

export const withdrawals: SampleRun["withdrawals"] = [
  {
    step: "transport/flights-clean@2001-01-early",
    reason: "superseded",
    note: text(
      "由两千条样本制成，已被两万条版本取代。",
      "Made from the sample of 2,000 reports; the edition of 20,000 replaces it.",
    ),
  },
];
