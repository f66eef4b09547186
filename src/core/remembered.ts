const REMEMBERED = 1_000;

/** A pure function that knows its last answers: a batch asks the same few things again and again. */
export function remembered<A extends string[], R>(compute: (...asked: A) => R): (...asked: A) => R {
  const known = new Map<string, R>();
  return (...asked) => {
    // With their lengths, so that no two lists of texts make one name.
    const name = asked.map((text) => `${text.length}:${text}`).join("");
    const found = known.get(name);
    if (found !== undefined) return found;
    if (known.size >= REMEMBERED) known.clear();
    const answer = compute(...asked);
    known.set(name, answer);
    return answer;
  };
}
