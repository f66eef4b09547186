import { gradeNumber, gradeOf, type Grade, grades, has } from "../../core/states.ts";
import { type Access, isDeliverable, type Placed, reaches } from "./access.ts";

const numberOf = ({ state }: Placed) => gradeNumber(gradeOf(state));

/** The highest grade among these and the dataset's own. */
export function highest(versions: readonly Placed[], dataset: Grade): Grade {
  return grades[Math.max(gradeNumber(dataset), ...versions.map(numberOf)) - 1]!;
}

/** The versions that would be delivered under a grant up to this grade. */
export function covered<V extends Placed>(versions: readonly V[], ceiling: Grade): V[] {
  return versions.filter((v) => isDeliverable(v) && numberOf(v) <= gradeNumber(ceiling));
}

/** Of these, what this organisation cannot get to now. */
export function newTo<V extends Placed>(access: Access, versions: readonly V[]): V[] {
  return versions.filter((v) => !reaches(access, v));
}

/** The gravest first; in one grade as they were given. */
export function byGravity<V extends Placed>(versions: readonly V[]): V[] {
  return [...versions].sort((a, b) => numberOf(b) - numberOf(a));
}

export interface Tally {
  count: number;
  personal: number;
  byGrade: Partial<Record<Grade, number>>;
}

/** How many there are; grades that none has are left out, the highest comes first. */
export function tally(versions: readonly Placed[]): Tally {
  const counts = [...grades].reverse().map((g) => [g, versions.filter((v) => gradeOf(v.state) === g).length]);
  return {
    count: versions.length,
    personal: versions.filter((v) => has(v.state, "personal")).length,
    byGrade: Object.fromEntries(counts.filter(([, n]) => n !== 0)) as Tally["byGrade"],
  };
}
