export interface Text {
  zh: string;
  en: string;
}

export const text = (zh: string, en: string): Text => ({ zh, en });

/** The catalogue's twelve domains, in the shape of Hangzhou City Brain's. */
export const domains: readonly { code: string; name: Text }[] = [
  { code: "police", name: text("警务", "Police") },
  { code: "traffic", name: text("交通", "Traffic") },
  { code: "urban-management", name: text("城管", "Urban management") },
  { code: "culture-tourism", name: text("文旅", "Culture and tourism") },
  { code: "health", name: text("卫健", "Health") },
  { code: "housing", name: text("房管", "Housing") },
  { code: "emergency", name: text("应急", "Emergency") },
  { code: "market", name: text("市场监管", "Market regulation") },
  { code: "agriculture", name: text("农业", "Agriculture") },
  { code: "environment", name: text("环保", "Environment") },
  { code: "grassroots", name: text("基层治理", "Grassroots governance") },
  { code: "public-services", name: text("公共服务", "Public services") },
];

function department(code: string, domain: string, zh: string, en: string) {
  return { code, name: text(zh, en), domain };
}

export const departments: readonly { code: string; name: Text; domain: string }[] = [
  department("public-security", "police", "公安局", "Public Security Bureau"),
  department("justice", "police", "司法局", "Justice Bureau"),
  department("traffic-police", "traffic", "公安局交通警察支队", "Traffic Police"),
  department("transport", "traffic", "交通运输局", "Transport Bureau"),
  department("airport-economy", "traffic", "临空经济示范区管理委员会", "Airport Economic Zone Committee"),
  department("urban-management", "urban-management", "城市管理局", "Urban Management Bureau"),
  department(
    "planning-resources",
    "urban-management",
    "规划和自然资源局",
    "Planning and Natural Resources Bureau",
  ),
  department(
    "urban-construction",
    "urban-management",
    "城乡建设委员会",
    "Urban and Rural Construction Committee",
  ),
  department("culture-tourism", "culture-tourism", "文化广电旅游局", "Culture and Tourism Bureau"),
  department("sports", "culture-tourism", "体育局", "Sports Bureau"),
  department("landscape-heritage", "culture-tourism", "园林文物局", "Landscape and Heritage Bureau"),
  department("health", "health", "卫生健康委员会", "Health Commission"),
  department("medical-security", "health", "医疗保障局", "Medical Security Bureau"),
  department("disease-control", "health", "疾病预防控制局", "Disease Control Bureau"),
  department("housing", "housing", "住房保障和房产管理局", "Housing Bureau"),
  department("provident-fund", "housing", "住房公积金管理中心", "Housing Provident Fund Centre"),
  department("emergency", "emergency", "应急管理局", "Emergency Management Bureau"),
  department("meteorology", "emergency", "气象局", "Meteorological Bureau"),
  department("seismology", "emergency", "地震局", "Seismological Bureau"),
  department("fire-rescue", "emergency", "消防救援支队", "Fire and Rescue"),
  department("market-regulation", "market", "市场监督管理局", "Market Regulation Bureau"),
  department("commerce", "market", "商务局", "Commerce Bureau"),
  department("local-finance", "market", "地方金融管理局", "Local Finance Bureau"),
  department("agriculture", "agriculture", "农业农村局", "Agriculture and Rural Affairs Bureau"),
  department("water-forestry", "agriculture", "林业水利局", "Forestry and Water Bureau"),
  department("grain-reserves", "agriculture", "粮食和物资储备局", "Grain and Reserves Bureau"),
  department("ecology", "environment", "生态环境局", "Ecology and Environment Bureau"),
  department("civil-affairs", "grassroots", "民政局", "Civil Affairs Bureau"),
  department("veterans", "grassroots", "退役军人事务局", "Veterans Affairs Bureau"),
  department("petitions", "grassroots", "信访局", "Petitions Bureau"),
  department("data-resources", "public-services", "数据资源管理局", "Data Resources Bureau"),
  department("statistics", "public-services", "统计局", "Statistics Bureau"),
  department(
    "human-resources",
    "public-services",
    "人力资源和社会保障局",
    "Human Resources and Social Security Bureau",
  ),
  department("education", "public-services", "教育局", "Education Bureau"),
  department("science-technology", "public-services", "科学技术局", "Science and Technology Bureau"),
  department("finance", "public-services", "财政局", "Finance Bureau"),
  department(
    "development-reform",
    "public-services",
    "发展和改革委员会",
    "Development and Reform Commission",
  ),
  department("audit", "public-services", "审计局", "Audit Bureau"),
];
