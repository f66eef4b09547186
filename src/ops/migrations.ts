import { type Description } from "./dataDirectory.ts";

/** One format to the next. A kill between two leaves a directory that the next start takes further. */
interface Migration {
  from: number;
  /** Why there is another format. */
  why: string;
  /** MUST be harmless to repeat, and on disk when it returns: the new number is written after it. */
  run(data: string): void;
}

export const migrations: readonly Migration[] = [
  {
    from: 1,
    why: "journals may hold what a restore writes, which earlier versions would take for damage",
    run: () => undefined,
  },
];

/** The present format of a data directory. */
export const FORMAT = migrations.at(-1)!.from + 1;

/** Takes a directory from its format to the present one, step by step, each noted before the next. */
export function migrate(
  data: string,
  description: Description,
  write: (description: Description) => void,
  steps: readonly Migration[] = migrations,
): Description {
  let now = description;
  for (const step of steps) {
    if (step.from < now.format) continue;
    if (step.from > now.format) throw new Error(`no step leads from format ${now.format}`);
    step.run(data);
    now = { ...now, format: step.from + 1 };
    write(now);
  }
  return now;
}
