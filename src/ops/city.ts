import { type DataDirectory } from "./dataDirectory.ts";
import { type Founder, foundTiers } from "./founding.ts";

/** What is being done, and how far it is: `done` of `total` steps, when they can be counted. */
export type OnProgress = (
  what: "tiers" | "files" | "catalogue" | "versions" | "mistakes" | "sharing",
  done: number,
  total: number,
) => void;

export interface City extends Founder {
  directory: DataDirectory;
}

/** Founds what the directory was made for. An interrupted founding goes on where it stopped. */
export async function foundCity(g: City, onProgress: OnProgress = () => undefined): Promise<void> {
  if (g.directory.isFounded) return;
  const { city } = g.directory.description;
  // Whoever founded the ledger founded the tiers.
  if (city === "joined") return g.directory.noteFounded();
  if (city === "sample") {
    const { loadSampleCity } = await import("./sampleCity.ts");
    await loadSampleCity(g, onProgress);
  } else {
    onProgress("tiers", 0, 1);
    await foundTiers(g);
    onProgress("tiers", 1, 1);
  }
  g.directory.noteFounded();
}
