import { catalogueOf } from "./entry.ts";

const { collected, made } = catalogueOf("health");
const restricted = { grade: "general-3", sharing: "conditional" } as const;

export const health = [
  collected("health/nations", "gapminder.json", ["各国人口健康", "Population and health of nations"]),
  made(
    "health/life-expectancy",
    "aggregated",
    ["预期寿命", "Life expectancy"],
    ["各组国家按人口加权的预期寿命。", "Life expectancy of groups of nations, weighted by people."],
  ),
  made(
    "health/life-expectancy-trend",
    "joined",
    ["预期寿命变化", "Change of life expectancy"],
    ["两个年份之差。", "The difference between two years."],
  ),
  collected("disease-control/obesity-survey", "obesity.json", ["肥胖率调查", "Obesity survey"]),
  made(
    "health/state-health",
    "joined",
    ["各州健康与收入", "Health and income by state"],
    ["肥胖率与高低收入家庭占比。", "Obesity beside the shares of low and high incomes."],
  ),
  made(
    "medical-security/burden",
    "joined",
    ["医保负担估计", "Estimated burden on medical insurance"],
    ["由健康、收入与失业估计。", "Estimated from health, income and unemployment."],
    restricted,
  ),
  made(
    "medical-security/burden-ranking",
    "aggregated",
    ["医保负担排名", "Ranking by burden"],
    ["各州按负担排序。", "States in the order of their burden."],
    restricted,
  ),
];
