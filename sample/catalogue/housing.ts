import { catalogueOf } from "./entry.ts";

const { collected, made } = catalogueOf("housing");

export const housing = [
  collected("housing/income-groups", "income.json", ["家庭收入分组", "Household income groups"]),
  made(
    "housing/income-shares",
    "aggregated",
    ["高低收入家庭占比", "Shares of low and high incomes"],
    ["每州高、低收入家庭占比。", "Shares of low and high incomes in each state."],
  ),
  made(
    "provident-fund/affordability",
    "joined",
    ["住房可负担性", "Housing affordability"],
    ["由低收入占比与失业率估计困难家庭。", "Households in need, from low incomes and unemployment."],
  ),
];
