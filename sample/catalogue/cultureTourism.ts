import { catalogueOf } from "./entry.ts";

const { collected, made } = catalogueOf("culture-tourism");

export const cultureTourism = [
  collected("culture-tourism/film-register", "movies.json", ["影片登记表", "Film register"]),
  made(
    "culture-tourism/films",
    "cleaned",
    ["影片（清洗后）", "Films, cleaned"],
    [
      "剔除片名非文本、年份错误、无票房或无类型的影片。",
      "Without films of wrong title, year, gross or genre.",
    ],
  ),
  made(
    "culture-tourism/genre-year",
    "aggregated",
    ["各年各类型票房", "Films by genre and year"],
    ["每年每类型的影片数与票房。", "Films and their gross in each year and genre."],
  ),
  made(
    "culture-tourism/venue-calendar",
    "joined",
    ["场馆活动月历", "Venue calendar"],
    ["各月影片上映与足球比赛数。", "Films released and matches played in each month."],
  ),
  collected("landscape-heritage/heritage-sites", "us-state-capitals.json", [
    "文物点位",
    "Places of heritage",
  ]),
  collected("sports/match-results", "football.json", ["足球赛果", "Football results"]),
  made(
    "sports/season",
    "cleaned",
    ["赛季比赛", "Matches of a season"],
    ["七月至次年六月已完赛的场次。", "Matches played from July to June."],
    { cadence: "yearly" },
  ),
  made(
    "sports/league-points",
    "aggregated",
    ["联赛积分", "League points"],
    ["三个赛季各队积分与进球。", "Points and goals of each team over three seasons."],
  ),
];
