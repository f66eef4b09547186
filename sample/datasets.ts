import { agriculture } from "./catalogue/agriculture.ts";
import { cultureTourism } from "./catalogue/cultureTourism.ts";
import { emergency } from "./catalogue/emergency.ts";
import { type Dataset } from "./catalogue/entry.ts";
import { environment } from "./catalogue/environment.ts";
import { grassroots } from "./catalogue/grassroots.ts";
import { health } from "./catalogue/health.ts";
import { housing } from "./catalogue/housing.ts";
import { market } from "./catalogue/market.ts";
import { police } from "./catalogue/police.ts";
import { publicServices } from "./catalogue/publicServices.ts";
import { traffic } from "./catalogue/traffic.ts";
import { urbanManagement } from "./catalogue/urbanManagement.ts";

export { type Dataset } from "./catalogue/entry.ts";

export const datasets: readonly Dataset[] = [
  ...[police, traffic, urbanManagement, cultureTourism, health, housing],
  ...[emergency, market, agriculture, environment, grassroots, publicServices],
].flat();
