/** As the `datapackage.json` of vega-datasets names them; files it names no licence for are left out. */
export const licences: Readonly<Record<string, string>> = {
  "airports.csv": "other-open",
  "annual-precip.json": "Public Domain",
  "barley.json":
    "Dataset collected by Minnesota Agricultural Experiment Station - license status unspecified",
  "birdstrikes.csv": "U.S. Government Dataset",
  "budgets.json": "U.S. Government Dataset",
  "burtin.json": "BSD License (via Protovis)",
  "cars.json": "The original was distributed in 1982 for educational and scientific purposes.",
  "co2-concentration.csv": "Creative Commons Attribution 4.0",
  "disasters.csv": "EM-DAT terms of use; Creative Commons BY license (Our World in Data)",
  "earthquakes.json": "U.S. Public Domain",
  "flights-10k.json":
    "Data Collected Under U.S. DOT Regulatory Requirements - License Terms Not Explicitly Specified",
  "flights-20k.json":
    "Data Collected Under DOT Regulatory Requirements - License Terms Not Explicitly Specified",
  "flights-2k.json":
    "Data Collected Under U.S. DOT Regulatory Requirements - License Terms Not Explicitly Specified",
  "flights-5k.json":
    "Data Collected Under U.S. DOT Regulatory Requirements - License Terms Not Explicitly Specified",
  "flights-airport.csv": "U.S. Government Dataset",
  "gapminder.json": "Creative Commons Attribution 4.0 International",
  "global-temp.csv": "U.S. Government Dataset",
  "income.json": "U.S. Census Bureau API Terms of Service",
  "iowa-electricity.csv": "U.S. Government Dataset",
  "jobs.json": "IPUMS Terms of Use",
  "obesity.json": "U.S. Government Dataset",
  "penguins.json": "CC0 1.0 Universal",
  "population.json": "IPUMS Terms of Use",
  "population_engineers_hurricanes.csv": "U.S. Government Dataset",
  "seattle-weather-hourly-normals.csv": "U.S. Government Dataset",
  "seattle-weather.csv": "U.S. Government Dataset",
  "species.csv": "U.S. Government Dataset",
  "unemployment-across-industries.json": "U.S. Government Dataset",
  "unemployment.tsv": "U.S. Government Dataset",
  "us-employment.csv": "U.S. Government Dataset",
  "us-state-capitals.json": "U.S. Public Domain; U.S. Government Dataset",
  "us-10m.json": "TopoJSON US Atlas ISC License",
  "weather.csv": "U.S. Government Dataset",
  "wheat.json": "Public Domain",
  "zipcodes.csv": "Creative Commons Attribution 4.0 International",
};
