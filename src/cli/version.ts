export { programVersion as version } from "../ops/programVersion.ts";
