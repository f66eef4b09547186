import { type Step } from "./run.ts";

type Node = Pick<Step, "id" | "parents">;

/** Steps above a node on any path to a source, the node itself left out. */
export function ancestors(steps: readonly Node[]): Map<string, Set<string>> {
  const above = new Map<string, Set<string>>();
  for (const { id, parents } of steps) {
    above.set(id, new Set(parents.flatMap((parent) => [parent, ...(above.get(parent) ?? [])])));
  }
  return above;
}

/** Edges on the longest path from a source, 0 for a source itself. */
export function levels(steps: readonly Node[]): Map<string, number> {
  const level = new Map<string, number>();
  for (const { id, parents } of steps) {
    level.set(id, parents.length === 0 ? 0 : 1 + Math.max(...parents.map((parent) => level.get(parent)!)));
  }
  return level;
}

/** Edges on the shortest path down from `from`, for each step that descends from it. */
export function depthsBelow(steps: readonly Node[], from: string): Map<string, number> {
  const depth = new Map([[from, 0]]);
  for (const { id, parents } of steps) {
    const reached = parents.flatMap((parent) => depth.get(parent) ?? []);
    if (reached.length > 0) depth.set(id, 1 + Math.min(...reached));
  }
  depth.delete(from);
  return depth;
}

/** Two parents, neither above the other, that share an ancestor: the four corners of a diamond. */
export function diamonds(steps: readonly Node[]): { top: string; sides: [string, string]; bottom: string }[] {
  const above = ancestors(steps);
  return steps.flatMap(({ id: bottom, parents }) =>
    parents.flatMap((one, i) =>
      parents.slice(i + 1).flatMap((other) => {
        if (above.get(one)!.has(other) || above.get(other)!.has(one)) return [];
        const top = [...above.get(one)!].find((id) => above.get(other)!.has(id));
        return top === undefined ? [] : [{ top, sides: [one, other] as [string, string], bottom }];
      }),
    ),
  );
}
