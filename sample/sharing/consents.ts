import { text, type Text } from "../city.ts";

/** On whose word data about people is shared. */
export interface Consent {
  dataset: string;
  name: string;
  statement: Text;
  /** Ids of the steps whose versions rest on it. */
  steps: string[];
}

export const consents: readonly Consent[] = [
  {
    dataset: "public-security/household-ages",
    name: "register-2024",
    statement: text(
      "登记时告知：按户汇总的人数与年龄可用于人民调解。",
      "Told at registration: sizes and ages of households, in totals, may serve mediation.",
    ),
    steps: ["public-security/household-ages@register"],
  },
];
