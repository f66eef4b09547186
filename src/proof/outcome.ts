/** Every answer there is, with its exit code. Appended to, never renumbered. */
export const outcomes = {
  current: { exit: 0, zh: "有效，且现行。", en: "Valid and current." },
  corrected: { exit: 10, zh: "有效，但已有更正版本。", en: "Valid, but corrected by a later version." },
  superseded: { exit: 11, zh: "有效，但已有更新版本。", en: "Valid, but there is a newer version." },
  withdrawn: { exit: 12, zh: "有效，但该版本已撤回。", en: "Valid, but the version was withdrawn." },
  recalled: { exit: 13, zh: "有效，但该版本已召回。", en: "Valid, but the version was recalled." },
  affected: { exit: 14, zh: "有效，但其来源已被召回。", en: "Valid, but a source of it was recalled." },
  absent: { exit: 15, zh: "有效：账本上没有它。", en: "Valid: the ledger does not have it." },
  incomplete: { exit: 20, zh: "证据不完整。", en: "The evidence is incomplete." },
  tampered: { exit: 21, zh: "证据被改动过。", en: "The evidence was tampered with." },
  "not-trusted": {
    exit: 22,
    zh: "证据所依据的不在信任范围内。",
    en: "The evidence rests on nothing that is trusted.",
  },
  "file-differs": { exit: 23, zh: "文件与证据不符。", en: "The file is not the one the evidence is about." },
  unsupported: { exit: 24, zh: "不支持的格式或版本。", en: "The format or its version is not supported." },
  "too-large": { exit: 25, zh: "证据超出所设上限。", en: "The evidence is larger than is allowed." },
} as const;

export type Outcome = keyof typeof outcomes;

const worstFirst = ["absent", "recalled", "affected", "withdrawn", "corrected", "superseded"] as const;

/** What a reader must know first, of several things that hold. */
export function worstOf(of: readonly Outcome[]): Outcome {
  return worstFirst.find((outcome) => of.includes(outcome)) ?? "current";
}

/** State bits that change what may be done with a version (contracts/lib/States.sol). */
const bits = { withdrawn: 1 << 4, affected: 1 << 5, corrected: 1 << 10, recalled: 1 << 14 };

/** The worst that a state says of a version. */
export function outcomeOf(state: number): Outcome {
  if (state & bits.recalled) return "recalled";
  if (state & bits.affected) return "affected";
  if (state & bits.withdrawn) return "withdrawn";
  if (state & bits.corrected) return "corrected";
  return "current";
}
