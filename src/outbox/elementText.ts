const texts = new WeakMap<object, string>();

/** An element as JSON. It is asked for at acceptance, at each comparison and at the end, and never changes. */
export function textOf(element: unknown): string {
  if (element === null || typeof element !== "object") return JSON.stringify(element);
  let text = texts.get(element);
  if (text === undefined) texts.set(element, (text = JSON.stringify(element)));
  return text;
}
