import { catalogueOf } from "./entry.ts";

const { collected, made } = catalogueOf("emergency");
const yearly = { cadence: "yearly" } as const;

export const emergency = [
  collected("meteorology/weather-archive", "weather.csv", ["逐日气象档案", "Daily weather archive"]),
  made(
    "meteorology/weather-daily",
    "cleaned",
    ["逐日气象（清洗后）", "Daily weather, cleaned"],
    ["按年拆分，按物理界限检查。", "Split by year and checked against physical bounds."],
    yearly,
  ),
  made(
    "meteorology/weather-monthly",
    "aggregated",
    ["月度气象", "Monthly weather"],
    ["各城各月降水、气温与风速（公里/小时）。", "Rain, temperature and wind in km/h by city and month."],
    yearly,
  ),
  made(
    "meteorology/weather-climate",
    "aggregated",
    ["各月气候", "Climate by month"],
    ["四年月度气象的平均。", "The mean of four years of monthly weather."],
  ),
  collected(
    "meteorology/hourly-normals",
    "seattle-weather-hourly-normals.csv",
    ["逐时气候常年值", "Hourly climate normals"],
    { sharing: "conditional" },
  ),
  made(
    "meteorology/weather-anomaly",
    "joined",
    ["气温距平", "Temperature anomaly"],
    ["月度气温与常年值之差。", "Monthly temperature against its normal."],
    yearly,
  ),
  made(
    "fire-rescue/fire-danger",
    "joined",
    ["火险天气日数", "Fire danger days"],
    ["少雨月份中高温无雨的日数。", "Hot days without rain in months of little rain."],
    yearly,
  ),
  collected("seismology/earthquake-feed", "earthquakes.json", ["地震速报", "Earthquake feed"], {
    cadence: "weekly",
  }),
  made(
    "seismology/earthquakes",
    "cleaned",
    ["地震（清洗后）", "Earthquakes, cleaned"],
    ["剔除爆破与负震级记录。", "Without blasts and magnitudes below zero."],
    { cadence: "weekly" },
  ),
  made(
    "seismology/earthquakes-daily",
    "aggregated",
    ["逐日地震", "Earthquakes by day"],
    ["每日次数、最大震级与平均深度。", "Count, greatest magnitude and mean depth of each day."],
    { cadence: "weekly" },
  ),
  collected("emergency/disaster-register", "disasters.csv", ["灾害死亡登记", "Register of disaster deaths"]),
  made(
    "emergency/disasters-by-kind",
    "cleaned",
    ["分灾种死亡人数", "Deaths by kind of disaster"],
    ["剔除会被重复计入的合计行。", "Without the total rows, which would be counted twice."],
  ),
  made(
    "emergency/disasters-decade",
    "aggregated",
    ["各年代灾害死亡", "Disaster deaths by decade"],
    ["每十年死亡人数。", "Deaths of each ten years."],
  ),
  made(
    "emergency/weather-risk",
    "joined",
    ["天气风险月表", "Weather risk by month"],
    ["火险日数按气温距平加权。", "Fire danger days weighted by the anomaly of temperature."],
    yearly,
  ),
  made(
    "emergency/hazard-brief",
    "joined",
    ["灾害风险简报", "Hazard brief"],
    [
      "风险最高的月份、死亡最多的年代与最强地震。",
      "The riskiest month, deadliest decade and strongest earthquake.",
    ],
    yearly,
  ),
];
