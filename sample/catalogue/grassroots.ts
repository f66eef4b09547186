import { catalogueOf } from "./entry.ts";

const { collected, made } = catalogueOf("grassroots");

export const grassroots = [
  collected("civil-affairs/postcode-list", "zipcodes.csv", ["邮编名录", "List of postcodes"]),
  made(
    "civil-affairs/postcodes",
    "cleaned",
    ["邮编名录（清洗后）", "Postcodes, cleaned"],
    ["剔除坐标越界与重复的邮编。", "Without impossible positions and repeated codes."],
  ),
  made(
    "civil-affairs/service-points",
    "joined",
    ["便民服务点", "Service points"],
    ["每州服务点数与每点服务人口。", "Service points of each state and the people each one serves."],
  ),
  collected("veterans/employment", "us-employment.csv", ["就业岗位", "Employment"], {
    cadence: "monthly",
  }),
  made(
    "petitions/contact-load",
    "joined",
    ["信访接待负荷估计", "Estimated load of petitions"],
    ["每个服务点的失业人口。", "Unemployed people for each service point."],
    { grade: "general-2", sharing: "conditional" },
  ),
];
