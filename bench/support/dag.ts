/** Repeats itself for a seed: the peer and we get the same graph in every run. */
export function generator(seed: number): (below: number) => number {
  let x = seed >>> 0 || 1;
  return (below) => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) % below;
  };
}

const PARENTS = 3;

/**
 * Element i holds the parents of node i, ascending: three each, anywhere before it, so that an early version
 * reaches nearly all that follow.
 */
export function randomDag(edges: number, seed: number): number[][] {
  const below = generator(seed);
  const all: number[][] = [];
  for (let left = edges; left > 0;) {
    const node = all.length;
    const parents = new Set<number>();
    while (parents.size < Math.min(PARENTS, node, left)) parents.add(below(node));
    all.push([...parents].sort((a, b) => a - b));
    left -= parents.size;
  }
  return all;
}
