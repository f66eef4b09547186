import { type Answer } from "../api.ts";
import { type Cli } from "../cli.ts";

export type Signing = Answer<"status">["signs"][number];

const SHOWN = 8;

/** Whom a gateway can sign for, in one line; a key that nobody granted is told with its address. */
export function signingText(signs: readonly Signing[], { t }: Cli): string {
  const words = {
    "in-force": "",
    "not-in-force": t("（不在有效期）", " (not in force)"),
    suspended: t("（已暂停）", " (suspended)"),
    unknown: t("（尚未获授权）", " (not admitted yet)"),
  };
  const told = signs.map(({ name, key, organisation, standing }) => {
    const who = standing === "unknown" ? `${name} ${key}` : (organisation ?? name);
    return who + words[standing];
  });
  const each = [...new Set(told)];
  const more = each.length > SHOWN ? t(` 等 ${each.length} 个`, ` and ${each.length - SHOWN} more`) : "";
  return each.length === 0 ? t("无", "nobody") : each.slice(0, SHOWN).join(t("、", ", ")) + more;
}
