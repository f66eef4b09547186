import type { z } from "zod";
import { type ErrorCode } from "./errors.ts";
import { type RowReader } from "./table.ts";
import { type Text } from "./text.ts";

/**
 * A question to the read model. Route, OpenAPI, CLI and SDK follow from it. `In` is `I` before defaults are
 * filled in, and `N` the name itself, for the typed client.
 */
export interface Query<
  I = unknown,
  O = unknown,
  S extends Sources = Sources,
  In = unknown,
  N extends string = string,
> {
  name: N;
  summary: Text;
  /** Under /v1, with `:parameters` that are members of the input. */
  path: string;
  input: z.ZodType<I, In>;
  output: z.ZodType<O>;
  /** Refusals of its own, besides those of every query. */
  refuses?: ErrorCode[];
  run(input: I, sources: S): Promise<O> | O;
}

/** What every query may read. */
export interface Sources {
  rows: RowReader;
  /** The last block the index holds. */
  head(): { number: number; hash: string; time: number };
}

export function query<I, O, S extends Sources, In, const N extends string>(
  definition: Query<I, O, S, In, N>,
): Query<I, O, S, In, N> {
  return definition;
}
