/** The two state bytes of a subject; contracts/lib/States.sol has the same. */
export const bits = {
  personal: 1 << 3,
  withdrawn: 1 << 4,
  affected: 1 << 5,
  onward: 1 << 6,
  disputed: 1 << 7,
  suspended: 1 << 8,
  unconditional: 1 << 9,
  corrected: 1 << 10,
  confined: 1 << 11,
  least: 1 << 12,
  promised: 1 << 13,
  /** Of a grant, in the place where a version has `corrected`. */
  abroad: 1 << 10,
  recalled: 1 << 14,
  drill: 1 << 15,
} as const;

/** GB/T 43697-2024: general data (four levels), important, core. The position is the number on chain, from 1. */
export const grades = ["general-1", "general-2", "general-3", "general-4", "important", "core"] as const;
export type Grade = (typeof grades)[number];

const GRADE_BITS = 0x0007;

export function gradeNumber(grade: Grade): number {
  return grades.indexOf(grade) + 1;
}

export function gradeOf(state: number): Grade {
  return grades[(state & GRADE_BITS) - 1] ?? "core";
}

export function has(state: number, bit: keyof typeof bits): boolean {
  return (state & bits[bit]) !== 0;
}

/** Digests and size of such content appear only as salted commitments. */
export function isCommitted(grade: Grade, personal: boolean): boolean {
  return personal || gradeNumber(grade) >= gradeNumber("important");
}

export interface Declared {
  grade: Grade;
  personal: boolean;
  unconditional: boolean;
  /** Least authorisation; core data always has it. */
  least?: boolean;
  /** A parent is affected by a recall. */
  affected?: boolean;
  /** A parent is confined, or is used under a grant without onward sharing. */
  confined?: boolean;
}

export function declare({ grade, ...flags }: Declared): number {
  const set = (name: keyof typeof flags) => (flags[name] ? bits[name] : 0);
  const least = grade === "core" ? bits.least : set("least");
  const inherited = set("affected") | set("confined");
  return gradeNumber(grade) | set("personal") | set("unconditional") | least | inherited;
}
