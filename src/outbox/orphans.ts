import { type Made } from "../core/action.ts";
import { type Operation } from "./operation.ts";
import { type Outbox } from "./outbox.ts";
import { actionOf } from "./raw.ts";

/** Waiting operations that build on what only this refused one would have made. */
export function orphansOf(outbox: Outbox, refused: Operation): Operation[] {
  const makes = actionOf(refused.action).makes?.(refused.element) ?? [];
  const byIt = ({ id }: Made) => outbox.makersOf(id).every((maker) => maker === refused.id);
  const made = new Set(makes.filter(byIt).map((m) => m.id));
  if (made.size === 0) return [];
  return [...outbox.openOperations()].filter((o) => {
    if (o.id === refused.id || o.status.state !== "accepted") return false;
    const names = actionOf(o.action).names?.(o.element) ?? [];
    return names.some((id) => made.has(id));
  });
}
