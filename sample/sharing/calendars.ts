/** China's working days, as the State Council's General Office announced them. */
export interface Calendar {
  year: number;
  holidays: string[];
  /** Saturdays and Sundays that are worked. */
  workdays: string[];
  source: string;
}

export const calendars: readonly Calendar[] = [
  {
    year: 2025,
    holidays: [
      ...["2025-01-01", ...days("2025-01-28", "2025-02-04"), ...days("2025-04-04", "2025-04-06")],
      ...[...days("2025-05-01", "2025-05-05"), ...days("2025-05-31", "2025-06-02")],
      ...days("2025-10-01", "2025-10-08"),
    ],
    workdays: ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"],
    source: "国办发明电〔2024〕12号",
  },
  {
    year: 2026,
    holidays: [
      ...[...days("2026-01-01", "2026-01-03"), ...days("2026-02-15", "2026-02-23")],
      ...[...days("2026-04-04", "2026-04-06"), ...days("2026-05-01", "2026-05-05")],
      ...[...days("2026-06-19", "2026-06-21"), ...days("2026-09-25", "2026-09-27")],
      ...days("2026-10-01", "2026-10-07"),
    ],
    workdays: ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
    source: "国办发明电〔2025〕7号",
  },
];

/** From the first to the last, both included. */
function days(first: string, last: string): string[] {
  const DAY_MS = 86_400_000;
  const from = Date.parse(first);
  const count = (Date.parse(last) - from) / DAY_MS + 1;
  return Array.from({ length: count }, (_, i) => new Date(from + i * DAY_MS).toISOString().slice(0, 10));
}
