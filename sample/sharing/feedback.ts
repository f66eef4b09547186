import { text, type Text } from "../city.ts";

/** What came of the delivery under a request's grant. */
export interface Feedback {
  request: string;
  outcome: "used" | "partly-used" | "not-used";
  scenario: Text;
  /** Measured; figures are the derived files' own. */
  effect: Text;
  /** Steps that were made of it. */
  derived: string[];
}

const timed = (request: string): Feedback => ({
  request,
  outcome: "used",
  scenario: text("信号配时方案一已下发。", "The first plan of signal timing is in force."),
  effect: text(
    "十二时绿灯由 40 秒调至 74 秒，夜间调至 20 秒。",
    "Green at 12:00 went from 40 s to 74 s, at night to 20 s.",
  ),
  derived: ["traffic-police/signal-timing@plan-1"],
});

export const feedback: readonly Feedback[] = [
  timed("signal-timing-gates"),
  timed("signal-timing-buses"),
  timed("signal-timing-rides"),
  {
    request: "heat-response",
    outcome: "partly-used",
    scenario: text("用于复核高温响应门槛。", "Thresholds of the response to heat were checked."),
    effect: text("气温一列已用，气压、风速未用。", "Temperature was used; pressure and wind were not."),
    derived: [],
  },
  {
    request: "crop-season",
    outcome: "used",
    scenario: text("发布各月积温。", "Degree days were published month by month."),
    effect: text("覆盖 2015 年十二个月。", "All twelve months of 2015 are covered."),
    derived: ["agriculture/growing-season@2015"],
  },
];
