import { text, type Text } from "../city.ts";

type Party = "bureau" | "provider" | "consumer";
type Reason =
  | "incomplete"
  | "no-legal-basis"
  | "purpose-unclear"
  | "more-than-necessary"
  | "privacy"
  | "legal-restriction";

/** One step of a request after its filing; `act` is the ledger's name of it. */
export interface Act {
  act: string;
  by: Party;
  reason?: Reason;
  note: Text;
}

const step = (act: string, by: Party) => (zh: string, en: string) => ({ act, by, note: text(zh, en) });
const answer = (act: string, by: Party) => (reason: Reason, zh: string, en: string) => ({
  ...{ act, by, reason, note: text(zh, en) },
});

export const passed: Act = step("pass-request", "bureau")("要件齐全，转提供方答复。", "Complete; handed on.");
export const returned = answer("return-request", "bureau");
export const completed = step("complete-request", "consumer");
export const rejected = answer("reject-request", "bureau");
export const refused = answer("refuse-request", "provider");
export const askedMediation = step("ask-mediation", "consumer");
export const directed = step("direct-grant", "bureau");
export const upheld = answer("uphold-refusal", "bureau");
