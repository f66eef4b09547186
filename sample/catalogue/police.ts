import { catalogueOf } from "./entry.ts";

const { collected, made } = catalogueOf("police");
const withheld = { grade: "general-3", personal: true, sharing: "not-shared" } as const;
const asked = { grade: "general-3", personal: true, sharing: "conditional" } as const;

export const police = [
  collected("public-security/residents", "lookup_people.csv", ["居民登记", "Residents' register"], withheld),
  collected(
    "public-security/households",
    "lookup_groups.csv",
    ["同住登记", "Register of households"],
    withheld,
  ),
  made(
    "public-security/household-roster",
    "joined",
    ["同住人员名册", "Roster of households"],
    ["居民与同住登记按姓名关联。", "Residents and households joined by name."],
    asked,
  ),
  made(
    "public-security/household-ages",
    "aggregated",
    ["同住人员年龄汇总", "Ages by household"],
    ["每户人数与平均年龄。", "People and mean age of each household."],
    asked,
  ),
  collected("public-security/gate-records", "github.csv", ["卡口过车记录", "Passages of road gates"], {
    grade: "general-2",
    sharing: "conditional",
    cadence: "hourly",
  }),
  made(
    "public-security/gate-flow",
    "aggregated",
    ["卡口分时流量", "Flow through road gates by hour"],
    ["一日各小时的过车数。", "Passages of each hour of the day."],
    { grade: "general-2", sharing: "conditional", cadence: "daily" },
  ),
  made(
    "justice/mediation-need",
    "joined",
    ["人民调解需求估计", "Estimated need of mediation"],
    ["每个服务点对应的住房困难家庭。", "Households in need of housing for each service point."],
    { grade: "general-2", sharing: "conditional" },
  ),
];
