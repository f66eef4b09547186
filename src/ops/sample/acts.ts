import { type Action } from "../../core/action.ts";
import { type Hex } from "../../core/hex.ts";
import { type Text } from "../../core/text.ts";
import { actionNamed } from "../../ledger/definitions.ts";
import { type City } from "../city.ts";
import { settled } from "../founding.ts";

/** Something that an organisation of the sample does. */
export interface Act {
  /** Name of the action. */
  action: string;
  /** Code of the organisation. */
  by: string;
  input: object;
}

/** Does all of these at once, and waits until they are final. None may build on another. */
export async function wave(g: City, acts: readonly Act[]): Promise<void> {
  const together = Map.groupBy(acts, (act) => `${act.by} ${act.action}`);
  const submitted = [...together.values()].map((group) => {
    const { action, by } = group[0]!;
    const inputs = group.map(({ input }) => input);
    return g.desk.submit(actionNamed(action) as Action, keyOf(g, by), inputs);
  });
  await settled(g.outbox, (await Promise.all(submitted)).flat());
}

export function keyOf(g: City, organisation: string): Hex {
  return g.keyring.named(organisation)!.address;
}

/** Of `owner/code`, or of anything that begins like it. */
export function ownerOf(dataset: string): string {
  return dataset.slice(0, dataset.indexOf("/"));
}

/** Both languages in one line of at most 300 characters, which is what a note may have. */
export function inBoth({ zh, en }: Text): string {
  return `${zh} ${en}`.slice(0, 300);
}
