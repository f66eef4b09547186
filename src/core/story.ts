/** So many of what happened to a thing lie in its row. */
export const IN_STORY = 100;

/**
 * A row is written anew, as a whole, with each fact about it. Of what a party may add without end, it holds the
 * newest; the facts tell all.
 */
export function withLast<T>(story: readonly T[], added: T): T[] {
  return [...story, added].slice(-IN_STORY);
}
