import { text } from "../city.ts";
import { pipelineOf } from "../pipeline.ts";
import { keep, within } from "../table/clean.ts";
import { count, extend, groupBy, joinAll, mean, sum } from "../table/combine.ts";
import { numberIn, stringIn, type Row } from "../table/table.ts";

const { collect, derive } = pipelineOf(import.meta.url);

/** Seconds of green that every hour has before the timing, and the bounds that a pedestrian crossing sets. */
const usual = 40;
const bounds = { least: 20, most: 75 };

export const signalTiming = [
  collect(
    "public-security/gate-records@2015",
    "github.csv",
    "time | count:number",
    text("2015 年卡口过车记录", "Passages of road gates, 2015"),
  ),
  derive("public-security/gate-flow@2015", {
    job: "gates/by-hour",
    title: text("2015 年卡口分时流量", "Flow through road gates by hour, 2015"),
    parents: ["public-security/gate-records@2015"],
    columns: "hour:number | passages:number",
    make: (records) => {
      const timed = extend(records!.rows, (row) => ({ hour: Number(stringIn(row, "time").slice(11, 13)) }));
      return groupBy(timed, ["hour"], { passages: sum("count") });
    },
  }),
  derive("transport/bus-runs@2001-01", {
    job: "buses/by-hour",
    title: text("2001-01 公交分时班次", "Bus runs by hour, 2001-01"),
    parents: ["transport/flights-clean@2001-01"],
    columns: "hour:number | runs:number",
    make: (runs) => groupBy(runs!.rows, ["hour"], { runs: count }),
  }),
  collect(
    "data-resources/ride-orders@sample",
    "normal-2d.json",
    "u:number.9 | v:number.9",
    text("网约车订单抽样", "Ride-hailing orders, a sample"),
  ),
  derive("data-resources/ride-demand@sample", {
    job: "rides/by-hour",
    title: text("网约车分时需求", "Demand for ride-hailing by hour"),
    parents: ["data-resources/ride-orders@sample"],
    columns: "hour:number | orders:number",
    make: (orders) => {
      const { rows, dropped } = keep(extend(orders!.rows, placeInDay), { day: within("hour", 0, 23) });
      return { rows: groupBy(rows, ["hour"], { orders: count }), dropped };
    },
  }),
  derive("traffic-police/signal-timing@plan-1", {
    job: "signals/timing",
    title: text("信号配时方案一", "Signal timing, first plan"),
    parents: [
      "public-security/gate-flow@2015",
      "transport/bus-runs@2001-01",
      "data-resources/ride-demand@sample",
    ],
    under: ["signal-timing-gates", "signal-timing-buses", "signal-timing-rides"],
    columns: "hour:number | passages:number | runs:number | orders:number | load:number.2 | green_s:number",
    make: (gates, buses, rides) => greenByHour(gates!.rows, buses!.rows, rides!.rows),
  }),
];

/** The points' first coordinate, from -0.75 to 0.75, stands for the 24 hours of a day. */
function placeInDay(row: Row) {
  return { hour: Math.floor(((numberIn(row, "u") + 0.75) / 1.5) * 24) };
}

/** Green in proportion to the load: the mean of what each source counts in the hour over its hourly mean. */
export function greenByHour(gates: readonly Row[], buses: readonly Row[], rides: readonly Row[]): Row[] {
  const hours = joinAll(["hour"], gates, buses, rides);
  const counted = ["passages", "runs", "orders"];
  const usually = counted.map((column) => Number(mean(column)(hours)));
  return extend(hours, (row) => {
    const shares = counted.map((column, i) => numberIn(row, column) / usually[i]!);
    const load = shares.reduce((total, share) => total + share, 0) / shares.length;
    return { load, green_s: Math.min(bounds.most, Math.max(bounds.least, Math.round(usual * load))) };
  });
}
