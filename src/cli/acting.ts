import { type Operation } from "../sdk/client.ts";
import { type Cli } from "./cli.ts";
import { type ActingOptions } from "./options.ts";
import { exitCodeOf, sentenceOf } from "./problem.ts";
import { operationLine } from "./render/operation.ts";
import { tryAndTell } from "./trying.ts";

interface Extra {
  /** Who acts when the API key may act for several and nobody was named. */
  otherwise?: string | undefined;
  idempotencyKey?: string | undefined;
}

/** Hands in an action and tells what became of it. Refused: the first refusal decides the exit code. */
export async function actAndTell(
  cli: Cli,
  action: string,
  body: unknown,
  { wait, timeout, dryRun }: ActingOptions,
  extra: Extra = {},
): Promise<void> {
  if (dryRun) return tryAndTell(cli, action, body, extra.otherwise);
  const options = { as: cli.settings.as, wait, timeout, ...extra };
  const operations: Operation[] = await cli.api.act(action, body, options);
  const lines = operations.flatMap((o) => [
    operationLine(o, cli),
    ...o.makes.map((id) => `  ${cli.t("产生", "makes")} ${id}`),
  ]);
  cli.print({ operations }, lines.join("\n"));
  const refusal = operations.find((o) => o.error !== undefined)?.error;
  if (!refusal) return;
  cli.exitCode = exitCodeOf(refusal);
  if (!cli.json) cli.note(sentenceOf(refusal));
}

/** The organisation whose dataset or version this is, as far as the reference says it. */
export function ownerIn(reference: string): string | undefined {
  return reference.includes("/") ? reference.slice(0, reference.indexOf("/")) : undefined;
}
