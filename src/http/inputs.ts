import { SuyuanError } from "../core/errors.ts";
import { BATCH_ELEMENTS } from "../outbox/batch.ts";

/** `items` of a body that has them, whatever they are. */
export function itemsOf(body: unknown): unknown {
  const isObject = body !== null && typeof body === "object" && !Array.isArray(body);
  return isObject && Object.hasOwn(body, "items") ? (body as { items: unknown }).items : undefined;
}

/** One input, or several as `items`. */
export function inputsOf(body: unknown): unknown[] {
  const items = itemsOf(body);
  if (items === undefined) return [body];
  const refuse = (field: string, value: unknown, reason: string) =>
    new SuyuanError("INPUT_NOT_VALID", { field, value, reason });
  const other = Object.keys(body as object).find((name) => name !== "items");
  if (other !== undefined)
    throw refuse(other, "a member beside items", "stands beside items, which stands alone");
  if (!Array.isArray(items)) throw refuse("items", items, "must be a list");
  if (items.length === 0 || items.length > BATCH_ELEMENTS) {
    throw refuse("items", `${items.length} items`, `must have 1 to ${BATCH_ELEMENTS} items`);
  }
  return items;
}
