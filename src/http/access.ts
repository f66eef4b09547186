import { SuyuanError } from "../core/errors.ts";

export const scopes = ["read", "act", "manage"] as const;
export type Scope = (typeof scopes)[number];

/** Who asks: an API key, as far as policy is concerned. */
export interface Principal {
  id: string;
  label: string;
  scopes: readonly Scope[];
  /** Names of officer keys; `*` stands for all that departments may use. */
  officers: readonly string[];
}

/** What a request wants to do. `follow` is to see operations, one's own or everyone's; `self`, who one is. */
export type Need = "read" | "act" | "manage" | "follow" | "self" | { actAs: string };

/** The one place that decides what a principal may do. */
export function may(principal: Principal, need: Need): boolean {
  const { scopes: held, officers } = principal;
  if (typeof need === "object") {
    return held.includes("act") && (officers.includes("*") || officers.includes(need.actAs));
  }
  if (need === "self") return true;
  if (need === "follow") return held.includes("read") || held.includes("act");
  return held.includes(need);
}

export function demand(principal: Principal, need: Need): void {
  if (may(principal, need)) return;
  const actsAs = typeof need === "object" && may(principal, "act");
  if (actsAs) throw new SuyuanError("ACCESS_OFFICER_FORBIDDEN", { field: "as", value: need.actAs });
  // Following needs either; reading is the plainer one to ask for.
  const value = typeof need === "object" ? "act" : need === "follow" ? "read" : need;
  throw new SuyuanError("ACCESS_SCOPE_MISSING", { field: "scope", value });
}
