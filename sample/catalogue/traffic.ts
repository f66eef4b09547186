import { catalogueOf } from "./entry.ts";

const { collected, made } = catalogueOf("traffic");
const asked = { grade: "general-2", sharing: "conditional" } as const;

export const traffic = [
  collected("transport/flight-reports", "flights-20k.json", ["航班报告", "Flight reports"], {
    cadence: "quarterly",
  }),
  made(
    "transport/flights-clean",
    "cleaned",
    ["航班（清洗后）", "Flights, cleaned"],
    [
      "按月拆分，剔除越界的延误与航程及重复报告。",
      "Split by month, without impossible delays, distances and repeated reports.",
    ],
    { cadence: "monthly" },
  ),
  made(
    "transport/flights-daily",
    "aggregated",
    ["逐日航班准点", "Flights by day"],
    ["每日航班数、平均延误与晚点数。", "Flights, mean delay and late flights of each day."],
    { cadence: "monthly" },
  ),
  made(
    "transport/airport-delays",
    "joined",
    ["各机场延误", "Delays by airport"],
    ["航班与机场名录关联后按机场汇总。", "Flights joined to the list of airports, by airport."],
    { cadence: "monthly" },
  ),
  made(
    "transport/airport-delays-quarter",
    "aggregated",
    ["季度各机场延误", "Quarterly delays by airport"],
    ["三个月按航班数加权。", "Three months weighted by their flights."],
    { cadence: "quarterly" },
  ),
  made(
    "transport/delay-and-climate",
    "joined",
    ["延误与气候", "Delays beside the climate"],
    ["月度延误与常年气候对照。", "Monthly delays beside the month's usual climate."],
    { cadence: "quarterly" },
  ),
  made(
    "transport/resilience",
    "joined",
    ["机场韧性", "Airport resilience"],
    ["繁忙机场与全体平均延误之差。", "How far each busy airport stays below the mean delay of all."],
    { cadence: "quarterly" },
  ),
  collected("airport-economy/airport-list", "airports.csv", ["机场名录", "List of airports"]),
  made(
    "airport-economy/airports",
    "cleaned",
    ["机场名录（清洗后）", "Airports, cleaned"],
    ["剔除境外与坐标越界的机场。", "Without airports abroad or with impossible positions."],
  ),
  collected("airport-economy/route-counts", "flights-airport.csv", ["航线班次", "Flights by route"], {
    cadence: "yearly",
  }),
  made(
    "airport-economy/departures-by-state",
    "joined",
    ["各州出港班次", "Departures by state"],
    ["航线班次按始发机场所在州汇总。", "Routes by the state of the airport they start from."],
    { cadence: "yearly" },
  ),
  collected("airport-economy/birdstrike-reports", "birdstrikes.csv", ["鸟击报告", "Bird strike reports"]),
  made(
    "airport-economy/birdstrikes",
    "cleaned",
    ["鸟击（清洗后）", "Bird strikes, cleaned"],
    ["检查州、损失与速度的取值范围。", "State, cost and speed checked against their bounds."],
  ),
  made(
    "airport-economy/birdstrikes-by-state",
    "aggregated",
    ["各州鸟击", "Bird strikes by state"],
    ["每州鸟击次数与损失。", "Strikes and their cost in each state."],
  ),
  made(
    "airport-economy/birdstrike-rate",
    "joined",
    ["各州鸟击率", "Bird strike rate by state"],
    ["每十万班次的鸟击次数。", "Strikes for each 100,000 departures."],
  ),
  collected("traffic-police/vehicle-models", "cars.json", ["车型登记", "Vehicle models"], {
    cadence: "yearly",
  }),
  made(
    "traffic-police/vehicles",
    "cleaned",
    ["车型（清洗后）", "Vehicle models, cleaned"],
    [
      "换算公制，按 Tukey 界限剔除油耗离群值。",
      "In metric units, without outliers of fuel use by Tukey's fences.",
    ],
  ),
  made(
    "traffic-police/fuel-efficiency",
    "aggregated",
    ["各年油耗", "Fuel use by year"],
    ["各年车型平均油耗与马力。", "Mean fuel use and power of each year's models."],
    { cadence: "yearly" },
  ),
  made(
    "transport/bus-runs",
    "aggregated",
    ["公交分时班次", "Bus runs by hour"],
    ["航班代替公交，一日各小时的班次。", "Flights play buses: runs of each hour of the day."],
    { ...asked, cadence: "daily" },
  ),
  collected("data-resources/ride-orders", "normal-2d.json", ["网约车订单抽样", "Ride-hailing orders"], {
    ...asked,
    grade: "general-3",
    cadence: "real-time",
  }),
  made(
    "data-resources/ride-demand",
    "aggregated",
    ["网约车分时需求", "Demand for ride-hailing by hour"],
    ["点的横坐标代替一日时刻，按小时计单。", "Points play orders, placed in the day by one coordinate."],
    { ...asked, grade: "general-3", cadence: "hourly" },
  ),
  made(
    "traffic-police/signal-timing",
    "joined",
    ["信号配时", "Signal timing"],
    ["卡口、公交与网约车按小时关联。", "Road gates, buses and ride-hailing joined by hour."],
    { ...asked, grade: "general-3", cadence: "weekly" },
  ),
];
