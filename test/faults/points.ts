import { type Random } from "./random.ts";
import { type Point } from "./trace.ts";

/**
 * Of many calls of one kind on one file, one after the other, the first two, one from the middle and the last:
 * a table or a dump is written in hundreds of pieces, which all have the same neighbours.
 */
export function distinct(points: readonly Point[]): Point[] {
  const runs: Point[][] = [];
  for (const point of points) {
    const run = runs.at(-1);
    if (run && run[0]!.call === point.call && run[0]!.path === point.path) run.push(point);
    else runs.push([point]);
  }
  return runs.flatMap((run) =>
    run.length <= 4 ? run : [run[0]!, run[1]!, run[run.length >> 1]!, run.at(-1)!],
  );
}

/** `count` of them, drawn from as many stretches of the journey. */
export function spread(points: readonly Point[], count: number, random: Random): Point[] {
  const length = points.length / count;
  return Array.from({ length: Math.min(count, points.length) }, (_, i) => {
    const from = Math.floor(i * length);
    return points[from + random.below(Math.max(1, Math.floor((i + 1) * length) - from))]!;
  });
}

/** In any order, so that whatever there is time for lies all over the journey. */
export function shuffled<T>(list: readonly T[], random: Random): T[] {
  const left = [...list];
  return list.map(() => left.splice(random.below(left.length), 1)[0]!);
}
