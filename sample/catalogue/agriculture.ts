import { catalogueOf } from "./entry.ts";

const { collected, made } = catalogueOf("agriculture");

export const agriculture = [
  collected("water-forestry/rain-grid", "annual-precip.json", ["降水格网", "Grid of rainfall"], {
    cadence: "yearly",
  }),
  collected("grain-reserves/grain-prices", "wheat.json", ["粮价", "Grain prices"], {
    sharing: "conditional",
    cadence: "weekly",
  }),
  collected("agriculture/barley-trials", "barley.json", ["大麦试验", "Barley trials"]),
  made(
    "agriculture/barley-yields",
    "aggregated",
    ["大麦各点产量", "Barley yields by site"],
    ["各试验点各年平均产量。", "Mean yield of each site and year."],
  ),
  made(
    "agriculture/growing-season",
    "aggregated",
    ["作物积温", "Growing degree days"],
    ["各月十度以上积温与降水。", "Degree days above 10 °C and rain of each month."],
    { cadence: "yearly" },
  ),
  made(
    "agriculture/irrigation-need",
    "joined",
    ["灌溉需求", "Need of irrigation"],
    ["降水与常年之差。", "How far rain falls short of its usual amount."],
    { cadence: "yearly" },
  ),
];
