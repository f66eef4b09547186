import { text, type Text } from "../city.ts";
import {
  askedMediation,
  completed,
  directed,
  passed,
  refused,
  rejected,
  returned,
  upheld,
  type Act,
} from "./acts.ts";

export interface Request {
  /** Unique in the sample. */
  name: string;
  consumer: string;
  dataset: string;
  purpose: "public-service" | "emergency" | "supervision" | "decision-support" | "statistics" | "other";
  basis: "statutory-duty" | "sharing-regulation" | "local-rule" | "emergency-response";
  scenario: Text;
  /** Left out, all that are supplied. */
  fields?: string[];
  /** In order, without the grant that may end it (`grants.ts`). Unconditional data is granted at once. */
  story: Act[];
}

const usual = { purpose: "public-service", basis: "statutory-duty" } as const;
const open = { basis: "sharing-regulation", story: [] } satisfies Partial<Request>;

function ask(name: string, who: string, scenario: Text, more: Partial<Request> = {}): Request {
  const [consumer = "", dataset = ""] = who.split(" asks ");
  return { ...usual, ...{ name, consumer, dataset, scenario }, story: [passed], ...more };
}

const timing = text(
  "卡口、公交、网约车合并测算路口信号配时。",
  "Road gates, buses and ride-hailing together, to time the signals of junctions.",
);

export const requests: readonly Request[] = [
  ask("signal-timing-gates", "traffic-police asks public-security/gate-flow", timing),
  ask("signal-timing-buses", "traffic-police asks transport/bus-runs", timing),
  ask("signal-timing-rides", "traffic-police asks data-resources/ride-demand", timing, {
    story: [
      returned("incomplete", "请写明用于哪些路口。", "Say for which junctions."),
      completed("主城区二十四个路口。", "Twenty-four junctions of the inner city."),
      passed,
    ],
  }),
  ask(
    "heat-response",
    "emergency asks meteorology/hourly-normals",
    text("高温应急响应的启动门槛。", "Thresholds at which the response to heat begins."),
    { purpose: "emergency", basis: "emergency-response" },
  ),
  ask(
    "drainage-watch",
    "urban-management asks meteorology/hourly-normals",
    text("城市内涝值守排班。", "Duty rosters for flooded streets."),
  ),
  ask(
    "crop-season",
    "agriculture asks meteorology/weather-daily",
    text("作物积温与农时服务。", "Degree days of crops, for farmers' calendars."),
    open,
  ),
  ask(
    "fire-patrol",
    "fire-rescue asks meteorology/weather-monthly",
    text("山林防火巡护安排。", "Patrols against forest fires."),
    open,
  ),
  ask(
    "respiratory-alert",
    "disease-control asks meteorology/weather-daily",
    text("降温与呼吸道疾病提示。", "Alerts of respiratory illness when it turns cold."),
    open,
  ),
  ask(
    "family-mediation",
    "justice asks public-security/household-ages",
    text("家庭纠纷调解力量按户均人口与年龄配置。", "Mediators placed by size and age of households."),
    {
      story: [
        passed,
        refused("privacy", "家庭信息敏感，建议以街道汇总代替。", "Households are sensitive; ask by street."),
        askedMediation("仅需汇总数，不含姓名。", "Only totals are needed, no names."),
        directed("调解属法定职责，限汇总字段，应予共享。", "A statutory duty; the totals are to be shared."),
      ],
    },
  ),
  ask(
    "health-shopping",
    "commerce asks medical-security/burden",
    text("健康消费促销选点。", "Where to promote health products."),
    {
      purpose: "other",
      story: [
        passed,
        refused("no-legal-basis", "促销无法定依据。", "No law asks for promotions."),
        askedMediation("有利于促进消费。", "It would help consumption."),
        upheld("more-than-necessary", "公开的统计年鉴已够用。", "The public yearbook is enough."),
      ],
    },
  ),
  ask(
    "audience-survey",
    "culture-tourism asks public-security/household-roster",
    text("文旅活动目标人群分析。", "Who might come to events."),
    {
      purpose: "other",
      story: [
        rejected("no-legal-basis", "营销不得使用人员名册。", "A roster of people is not for marketing."),
      ],
    },
  ),
  ask(
    "playground-sites",
    "sports asks petitions/contact-load",
    text("健身场地选址。", "Where to build playgrounds."),
    {
      story: [
        returned(
          "purpose-unclear",
          "请说明信访数据与选址的关系。",
          "Say what petitions tell about playgrounds.",
        ),
      ],
    },
  ),
  ask(
    "site-complaints",
    "urban-construction asks petitions/contact-load",
    text("工地扰民投诉疏解。", "Complaints about building sites."),
    { purpose: "supervision" },
  ),
  ask(
    "site-boundaries",
    "urban-construction asks planning-resources/state-register",
    text("工程红线复核。", "Boundaries of works, checked again."),
    { purpose: "supervision" },
  ),
  ask(
    "chronic-care",
    "disease-control asks medical-security/burden",
    text("慢性病防治资源配置。", "Where chronic illness needs care."),
    { purpose: "decision-support", fields: ["id", "state", "burden"] },
  ),
  ask(
    "price-watch",
    "development-reform asks grain-reserves/grain-prices",
    text("粮食价格监测预警。", "A watch on grain prices."),
    { purpose: "statistics", story: [] },
  ),
];
