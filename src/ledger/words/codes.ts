import { type Language, type Text } from "../../core/text.ts";

const both = (zh: string, en: string): Text => ({ zh, en });

/** What people call a code of a published list. A code means the same in every list that has it. */
const codes: Record<string, Text> = {
  "leading-group": both("领导小组", "leading group"),
  bureau: both("大数据局", "big-data bureau"),
  department: both("部门", "department"),
  district: both("区县", "district"),
  exchange: both("数据交易所", "data exchange"),
  auditor: both("审计", "auditor"),
  enterprise: both("企业", "enterprise"),
  "research-body": both("科研机构", "research body"),
  "execution-team": both("执行团队", "execution team"),

  register: both("登记数据集", "register datasets"),
  publish: both("发布版本", "publish versions"),
  recall: both("撤回与召回", "withdraw and recall"),
  catalogue: both("维护目录", "keep the catalogue"),
  share: both("共享", "share"),
  use: both("使用", "use"),
  supervise: both("监督", "supervise"),
  approve: both("核准", "approve"),

  "general-1": both("一般一级", "general, level 1"),
  "general-2": both("一般二级", "general, level 2"),
  "general-3": both("一般三级", "general, level 3"),
  "general-4": both("一般四级", "general, level 4"),
  important: both("重要", "important"),
  core: both("核心", "core"),

  unconditional: both("无条件共享", "unconditional"),
  conditional: both("有条件共享", "conditional"),
  "not-shared": both("不予共享", "not shared"),

  superseded: both("已被替代", "superseded"),
  "published-in-error": both("误发布", "published in error"),
  legal: both("法律要求", "required by law"),
  retention: both("保存期满", "end of retention"),
  "source-error": both("来源有误", "error in the source"),
  consent: both("个人同意", "consent"),
  security: both("安全", "security"),
  quality: both("质量", "quality"),
  other: both("其他", "other"),

  review: both("大数据局审核", "the bureau's review"),
  "reply-on-platform": both("答复（数据已上平台）", "reply, on the platform"),
  "reply-off-platform": both("答复（数据未上平台）", "reply, not on the platform"),
  mediation: both("协调", "mediation"),
  "emergency-review": both("应急核查", "review of an emergency"),

  none: both("不定期", "no cadence"),
  once: both("一次性", "once"),
  "real-time": both("实时", "real time"),
  hourly: both("每小时", "hourly"),
  daily: both("每日", "daily"),
  "working-daily": both("每个工作日", "each working day"),
  weekly: both("每周", "weekly"),
  monthly: both("每月", "monthly"),
  quarterly: both("每季度", "quarterly"),
  yearly: both("每年", "yearly"),

  "public-service": both("公共服务", "public service"),
  emergency: both("应急", "emergency"),
  supervision: both("监管", "supervision"),
  "decision-support": both("决策支持", "decision support"),
  statistics: both("统计", "statistics"),
  research: both("研究", "research"),
  "law-enforcement": both("执法", "law enforcement"),

  "statutory-duty": both("法定职责", "statutory duty"),
  "sharing-regulation": both("政务数据共享条例", "sharing regulation"),
  "local-rule": both("地方规定", "local rule"),
  contract: both("合同", "contract"),
  "emergency-response": both("应急响应", "emergency response"),

  "subject-withdrew": both("当事人撤回", "taken back by whom it was given"),
  lapsed: both("已过期", "lapsed"),
  "scope-changed": both("范围变更", "its scope changed"),

  "conditions-breached": both("违反评估条件", "its conditions were breached"),
  "recipient-changed": both("接收方变更", "the recipient changed"),
  reassessed: both("已重新评估", "assessed anew"),

  masking: both("遮蔽", "masking"),
  aggregation: both("聚合", "aggregation"),
  generalisation: both("泛化", "generalisation"),
  suppression: both("抑制", "suppression"),
  pseudonymisation: both("假名化", "pseudonymisation"),
  perturbation: both("扰动", "perturbation"),
  synthesis: both("合成数据", "synthetic data"),

  incomplete: both("材料不全", "incomplete"),
  "no-legal-basis": both("无法律依据", "no legal basis"),
  "purpose-unclear": both("用途不明", "purpose unclear"),
  "more-than-necessary": both("超出必要范围", "more than necessary"),
  "not-held": both("不掌握该数据", "not held"),
  privacy: both("个人信息保护", "privacy"),
  "legal-restriction": both("法律限制", "legal restriction"),

  "no-longer-needed": both("不再需要", "no longer needed"),
  breach: both("违反约定", "breach"),
  dispute: both("争议", "dispute"),
  settled: both("已解决", "settled"),

  used: both("已使用", "used"),
  "partly-used": both("部分使用", "partly used"),
  "not-used": both("未使用", "not used"),
  "not-as-described": both("与描述不符", "not as described"),
  "quality-problem": both("质量问题", "quality problem"),

  "no-emergency": both("并无应急情形", "no emergency"),
  "used-otherwise": both("用于他处", "used for something else"),
  "not-reported": both("未报告", "not reported"),

  deleted: both("已删除", "deleted"),
  replaced: both("已替换", "replaced"),
  "in-use": both("仍在使用", "in use"),
  "public-safety": both("公共安全需要", "public safety"),
  "no-replacement": both("没有替代数据", "nothing to replace it"),
  "not-concerned": both("所用部分不受影响", "the part in use is not concerned"),

  "chain-outage": both("链中断", "outage of the chain"),
  "gateway-outage": both("网关中断", "outage of a gateway"),
  provider: both("提供方原因", "the provider's doing"),
  "force-majeure": both("不可抗力", "force majeure"),
};

/** The word for a code, if it has one. */
export function codeWord(code: string): Text | undefined {
  return codes[code];
}

/** The code in people's words, or as it is; nothing of what is hidden. */
export function sayCode(code: string | null, language: Language): string {
  return code === null ? "" : (codes[code]?.[language] ?? code);
}
