import { SuyuanProblem } from "../sdk/client.ts";
import { type Cli } from "./cli.ts";
import { exitCodeOf } from "./problem.ts";
import { dryRunText } from "./render/dryRun.ts";
import { exposureText } from "./render/exposure.ts";

/** Tries an action and tells what it would do. Refused: as when it is done, and whom it would have exposed to what. */
export async function tryAndTell(
  cli: Cli,
  action: string,
  body: unknown,
  otherwise: string | undefined,
): Promise<void> {
  const tried = await showingExposure(cli, () =>
    cli.api.dryRun(action, body, { as: cli.settings.as, otherwise }),
  );
  cli.print(tried, dryRunText(tried, cli));
  const refusal = tried.items.find((i) => i.error !== undefined)?.error;
  if (refusal) cli.exitCode = exitCodeOf(refusal);
}

/** The sentence itself goes where every other does. */
async function showingExposure<T>(cli: Cli, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const exposure = error instanceof SuyuanProblem ? error.problem.exposure : undefined;
    if (exposure && !cli.json) cli.write(exposureText(exposure, cli));
    throw error;
  }
}
