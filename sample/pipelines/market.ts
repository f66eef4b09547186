import { text } from "../city.ts";
import { pipelineOf } from "../pipeline.ts";
import { count, extend, first, groupBy, join, last, least, mean, sum } from "../table/combine.ts";
import { isoDate } from "../table/parse.ts";
import { numberIn, sortBy, stringIn, type Row } from "../table/table.ts";

const { collect, derive } = pipelineOf(import.meta.url);

function stockYears(rows: readonly Row[]): Row[] {
  const dated = extend(rows, (row) => {
    const date = isoDate(stringIn(row, "date"));
    return { date, year: Number(date.slice(0, 4)) };
  });
  const years = groupBy(sortBy(dated, "symbol", "date"), ["symbol", "year"], {
    months: count,
    opened: first("price"),
    closed: last("price"),
  });
  return extend(years, (row) => ({ gain: numberIn(row, "closed") / numberIn(row, "opened") - 1 }));
}

export const market = [
  collect(
    "local-finance/stock-prices@2000-2010",
    "stocks.csv",
    "symbol | date:date | price:number.2",
    text("2000—2010 年月度股价", "Monthly share prices, 2000 to 2010"),
  ),
  derive("local-finance/stock-years@2000-2010", {
    job: "stocks/yearly",
    title: text("2000—2010 年各年股价涨跌", "Yearly change of share prices, 2000 to 2010"),
    parents: ["local-finance/stock-prices@2000-2010"],
    columns: "symbol | year:number | months:number | opened:number.2 | closed:number.2 | gain:number.4",
    make: (prices) => stockYears(prices!.rows),
  }),
  derive("commerce/film-market@2000-2010", {
    job: "films/market",
    title: text("2000—2010 年电影市场与股市", "Film market beside shares, 2000 to 2010"),
    parents: ["culture-tourism/genre-year@2010", "local-finance/stock-years@2000-2010"],
    columns: "year:number | films:number | gross:number | gain:number.4",
    make: (genres, stocks) =>
      join(
        groupBy(genres!.rows, ["year"], { films: sum("films"), gross: sum("gross") }),
        groupBy(stocks!.rows, ["year"], { gain: mean("gain") }),
        ["year"],
      ),
  }),
  collect(
    "market-regulation/antibiotic-tests@1951",
    "burtin.json",
    "Bacteria | Penicillin:number.3 | Streptomycin:number.3 | Neomycin:number.3 | Gram_Staining | Genus",
    text("1951 年抗生素药效检验", "Tests of antibiotics, 1951"),
  ),
  derive("market-regulation/antibiotic-efficacy@1951", {
    job: "antibiotics/efficacy",
    title: text("抗生素药效汇总", "Efficacy of antibiotics"),
    parents: ["market-regulation/antibiotic-tests@1951"],
    columns:
      "Gram_Staining | bacteria:number | penicillin_best:number.3 | streptomycin_best:number.3 | neomycin_best:number.3",
    make: (tests) =>
      // Concentrations that stop growth: the least is the best.
      groupBy(tests!.rows, ["Gram_Staining"], {
        bacteria: count,
        penicillin_best: least("Penicillin"),
        streptomycin_best: least("Streptomycin"),
        neomycin_best: least("Neomycin"),
      }),
  }),
];
