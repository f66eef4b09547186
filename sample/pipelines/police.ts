import { text } from "../city.ts";
import { pipelineOf } from "../pipeline.ts";
import { count, extend, groupBy, join, mean, pick } from "../table/combine.ts";
import { numberIn, sortBy } from "../table/table.ts";

const { collect, derive } = pipelineOf(import.meta.url);

export const police = [
  collect(
    "public-security/residents@register",
    "lookup_people.csv",
    "name | age:number | height:number",
    text("居民登记（虚构人物）", "Residents' register, invented people"),
  ),
  collect(
    "public-security/households@register",
    "lookup_groups.csv",
    "group:number | person",
    text("同住登记（虚构人物）", "Households, invented people"),
  ),
  derive("public-security/household-roster@register", {
    job: "residents/roster",
    title: text("同住人员名册", "Roster of households"),
    parents: ["public-security/residents@register", "public-security/households@register"],
    columns: "group:number | name | age:number | height:number",
    make: (people, households) =>
      sortBy(
        join(pick(households!.rows, "group", "person as name"), people!.rows, ["name"]),
        "group",
        "name",
      ),
  }),
  derive("public-security/household-ages@register", {
    job: "residents/household-ages",
    title: text("同住人员年龄汇总", "Ages by household"),
    parents: ["public-security/household-roster@register"],
    columns: "group:number | people:number | mean_age:number.1",
    make: (roster) => groupBy(roster!.rows, ["group"], { people: count, mean_age: mean("age") }),
  }),
  derive("justice/mediation-need@2013", {
    job: "justice/mediation-need",
    title: text("人民调解需求估计", "Estimated need of mediation"),
    parents: ["provident-fund/affordability@2013", "civil-affairs/service-points@current"],
    columns: "id:number | state | in_need:number | points:number | in_need_per_point:number.1",
    make: (affordability, points) =>
      extend(join(affordability!.rows, pick(points!.rows, "id", "points"), ["id"]), (row) => ({
        in_need_per_point: numberIn(row, "in_need") / numberIn(row, "points"),
      })),
  }),
];
