import { z } from "zod";
import { exposureAnswer } from "../ledger/exposure/answer.ts";
import { problemSchema } from "./operationAnswer.ts";

const text = z.object({ zh: z.string(), en: z.string() });

const wouldBeFact = z.object({
  name: z.string().nullable().describe("The event's name; null for one that this version does not know."),
  says: text.describe("In a sentence."),
  organisation: z.string().nullable(),
  subjects: z.array(z.object({ kind: z.string(), id: z.string(), name: z.string() })),
  payload: z.record(z.string(), z.unknown()),
  hidden: z.boolean().describe("Members of the payload that this reader may not see are null."),
});

const dryRunItem = z.object({
  input: z.unknown().describe("As it was understood, with what was left out filled in."),
  outcome: z
    .enum(["would-record", "nothing", "joins", "waits", "refused", "untried"])
    .describe(
      "nothing: it is on record already. joins: an open operation does the same. waits: it builds on what is not on " +
        "the chain yet, and could not be tried. untried: too many others of the batch are refused.",
    ),
  facts: z.array(wouldBeFact).describe("What it would record, in order."),
  from: z
    .enum(["chain", "definition"])
    .describe("Where the facts are from: the chain's own simulation, or the action's definition alone."),
  makes: z.array(z.string()).describe("Ids that it would bring into being."),
  operations: z.array(z.string()).describe("Open operations that it joins or waits for."),
  items: z.array(z.int()).describe("Items before it, from 0, that it waits for."),
  error: problemSchema.optional().describe("Of a refused item of several."),
  exposure: exposureAnswer.nullable(),
});

/** What an action would do if it were done now. */
export const dryRunAnswer = z
  .object({
    dryRun: z.literal(true),
    action: z.string(),
    key: z.string().describe("Address of the officer key that would sign."),
    organisation: z.string().nullable(),
    asOf: z.object({
      block: z.int().describe("The state it was tried on is the one after this block."),
      time: z.string().describe("The block time it was tried with."),
      ahead: z.int().describe("Accepted acts of this key that are in no block yet, and were not counted."),
    }),
    salted: z
      .boolean()
      .describe("Commitments, and the ids made of them, will be others when it is done: no salt was kept."),
    items: z.array(dryRunItem),
  })
  .meta({ id: "DryRun" });

export type DryRunAnswer = z.infer<typeof dryRunAnswer>;
export type DryRunItem = z.infer<typeof dryRunItem>;
export type WouldBeFact = z.infer<typeof wouldBeFact>;
