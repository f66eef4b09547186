import { text } from "../city.ts";
import { pipelineOf } from "../pipeline.ts";

const { collect } = pipelineOf(import.meta.url);

const employment =
  "month:date | nonfarm:number | private:number | goods_producing:number | service_providing:number | private_service_providing:number | mining_and_logging:number | construction:number | manufacturing:number | durable_goods:number | nondurable_goods:number | trade_transportation_utilties:number | wholesale_trade:number | retail_trade:number | transportation_and_warehousing:number | utilities:number | information:number | financial_activities:number | professional_and_business_services:number | education_and_health_services:number | leisure_and_hospitality:number | other_services:number | government:number | nonfarm_change:number";

/** What departments keep that nobody in the city has built on yet. */
export const records = [
  collect(
    "urban-construction/site-winds@survey",
    "windvectors.csv",
    "longitude:number.3 | latitude:number.3 | dir:number | dirCat:number | speed:number.2",
    text("工地风况测点", "Winds at building sites"),
  ),
  collect(
    "landscape-heritage/heritage-sites@current",
    "us-state-capitals.json",
    "lon:number.7 | lat:number.7 | state | city",
    text("文物点位", "Places of heritage"),
  ),
  collect(
    "water-forestry/rain-grid@2016",
    "annual-precip.json",
    "width:number | height:number | scale | translate | values",
    text("2016 年降水格网", "Grid of rainfall, 2016"),
  ),
  collect(
    "grain-reserves/grain-prices@1565-1820",
    "wheat.json",
    "year | wheat:number.1 | wages:number.2",
    text("1565—1820 年粮价", "Grain prices, 1565 to 1820"),
  ),
  collect(
    "veterans/employment@2006-2015",
    "us-employment.csv",
    employment,
    text("2006—2015 年就业岗位", "Employment, 2006 to 2015"),
  ),
  collect(
    "education/occupations@1850-2000",
    "jobs.json",
    "job | sex | year:number | count:number | perc:number.9",
    text("1850—2000 年职业结构", "Occupations, 1850 to 2000"),
  ),
  collect(
    "science-technology/field-observations@penguins",
    "penguins.json",
    "Species | Island | Beak Length (mm):number.1 | Beak Depth (mm):number.1 | Flipper Length (mm):number | Body Mass (g):number | Sex",
    text("野外科研观测", "Field observations"),
  ),
  collect(
    "finance/budget-forecasts@1980-2010",
    "budgets.json",
    "budgetYear:number | forecastYear:number | value:number.3",
    text("1980—2010 年预算预测", "Budget forecasts, 1980 to 2010"),
  ),
];
