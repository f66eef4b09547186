/** A year's table as people publish it: the opposite of `calendarWords`. */
export interface ArrangementAnswer {
  /** Days off besides Saturdays and Sundays. */
  holidays: string[];
  /** Saturdays and Sundays that are worked. */
  workdays: string[];
}

const DAY_MS = 86_400_000;

/** `daysOff` are the two words of `Calendar` in contracts/interfaces/IClocks.sol: bit i is the year's day i, from 0. */
export function arrangementOf(year: number, daysOff: readonly [string, string]): ArrangementAnswer {
  const words = daysOff.map(BigInt) as [bigint, bigint];
  const answer: ArrangementAnswer = { holidays: [], workdays: [] };
  // Day numbers only: no zone enters.
  const first = Date.UTC(year, 0, 1);
  for (let i = 0; first + i * DAY_MS < Date.UTC(year + 1, 0, 1); i++) {
    const day = new Date(first + i * DAY_MS);
    const isWeekend = day.getUTCDay() === 0 || day.getUTCDay() === 6;
    const isOff = ((words[i < 256 ? 0 : 1] >> BigInt(i % 256)) & 1n) === 1n;
    if (isOff === isWeekend) continue;
    answer[isOff ? "holidays" : "workdays"].push(day.toISOString().slice(0, 10));
  }
  return answer;
}
