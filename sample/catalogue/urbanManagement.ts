import { catalogueOf } from "./entry.ts";

const { collected, made } = catalogueOf("urban-management");

export const urbanManagement = [
  collected(
    "planning-resources/base-map",
    "us-10m.json",
    ["行政区划底图", "Base map of administrative areas"],
    {
      grade: "important",
      sharing: "not-shared",
    },
  ),
  made(
    "planning-resources/county-register",
    "cleaned",
    ["县级区划登记表", "Register of counties"],
    ["底图中有边界的县，逐一登记。", "Each county that has a shape on the base map."],
    { grade: "important", sharing: "not-shared" },
  ),
  made(
    "planning-resources/state-register",
    "aggregated",
    ["州级区划汇总", "Counties by state"],
    ["每州的县数与多块县数。", "Counties of each state, and those of several parts."],
    { grade: "important", sharing: "conditional" },
  ),
  collected("urban-construction/site-winds", "windvectors.csv", ["工地风况测点", "Winds at building sites"], {
    cadence: "hourly",
  }),
  collected("urban-management/street-places", "udistrict.json", [
    "街区店铺位置",
    "Places of a street district",
  ]),
  made(
    "urban-management/street-density",
    "aggregated",
    ["街区店铺密度", "Density of places"],
    ["每类店铺的数量与每公里密度。", "Places of each kind and how many there are to a kilometre."],
  ),
];
