import { type Text } from "../../core/text.ts";

/** One thing that is not as it should be: what was checked, of what, and a sentence with both values. */
export interface Finding {
  check: CheckName;
  subject: string;
  says: Text;
}

/** `{a}` is what the index holds, `{b}` what it should be. */
const sentences = {
  position: {
    en: "The index stands at block {a}, which the node has as {b}.",
    zh: "索引位于区块 {a}，而节点处为 {b}。",
  },
  block: {
    en: "Block {subject} is {a} in the index and {b} on the chain.",
    zh: "区块 {subject} 在索引中为 {a}，在链上为 {b}。",
  },
  "block-chain": {
    en: "Block {subject} names {a} as its parent, and the block before it is {b}.",
    zh: "区块 {subject} 的父区块为 {a}，而前一区块为 {b}。",
  },
  "block-count": {
    en: "Block {subject} counts {a} up to it, and the rows come to {b}.",
    zh: "区块 {subject} 的累计数为 {a}，按记录应为 {b}。",
  },
  head: {
    en: "The head of {subject} is {a} in the index and {b} on the chain.",
    zh: "{subject} 的头在索引中为 {a}，在链上为 {b}。",
  },
  "head-recomputed": {
    en: "The head of {subject} is {a}, and its facts come to {b}.",
    zh: "{subject} 的头为 {a}，由其事实重算为 {b}。",
  },
  fact: {
    en: "Fact {subject} says {a} where {b} belongs.",
    zh: "事实 {subject} 为 {a}，应为 {b}。",
  },
  history: {
    en: "The history of {subject} lists {a}, and the facts say {b}.",
    zh: "{subject} 的历史为 {a}，按事实应为 {b}。",
  },
  state: {
    en: "{subject} is read with state {a}, and the chain's is {b}.",
    zh: "{subject} 的状态读作 {a}，链上为 {b}。",
  },
  dataset: {
    en: "The dataset {subject} counts {a} versions, and {b} are listed under it.",
    zh: "数据集 {subject} 记有 {a} 个版本，其下列出 {b} 个。",
  },
  version: {
    en: "The version {subject} is found as {a} where it should be {b}.",
    zh: "版本 {subject} 处为 {a}，应为 {b}。",
  },
  digest: {
    en: "The digest entry {subject} leads to {a}, and should lead to {b}.",
    zh: "摘要条目 {subject} 指向 {a}，应指向 {b}。",
  },
  graph: {
    en: "The lineage node {subject} is {a}, and its version says {b}.",
    zh: "血缘节点 {subject} 为 {a}，按版本应为 {b}。",
  },
  recall: {
    en: "The list of recalls has {a} for {subject}, and the version says {b}.",
    zh: "召回列表中 {subject} 为 {a}，按版本应为 {b}。",
  },
  sharing: {
    en: "Of {subject} the index holds {a} where its facts say {b}.",
    zh: "{subject} 在索引中为 {a}，按事实应为 {b}。",
  },
} as const;

export type CheckName = keyof typeof sentences;

export function finding(check: CheckName, subject: string | number, a: unknown, b: unknown): Finding {
  const fill = (sentence: string, nothing: string) =>
    sentence
      .replaceAll("{subject}", String(subject))
      .replaceAll("{a}", show(a, nothing))
      .replaceAll("{b}", show(b, nothing));
  const { en, zh } = sentences[check];
  return { check, subject: String(subject), says: { en: fill(en, "nothing"), zh: fill(zh, "空") } };
}

function show(value: unknown, nothing: string): string {
  if (value === undefined || value === null) return nothing;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
