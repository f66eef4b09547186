/** Where an action's journey can end, and how often the point is passed at most before the fault. */
export const journey: readonly (readonly [point: string, upTo: number])[] = [
  ["journal-writing", 40],
  ["journal-written", 12],
  ["journal-synced", 12],
  ["before-signing", 6],
  ["after-signing", 6],
  ["before-send", 6],
  ["after-send", 6],
  ["entry-written", 5],
  ["entry-synced", 5],
  ["sent", 5],
  ["mined", 5],
  ["hash-written", 5],
  ["hash-synced", 5],
  ["index-applying", 5],
  ["index-applied", 5],
  ["batch-voided", 1],
  ["compact-writing", 3],
  ["compact-written", 3],
  ["compact-renamed", 3],
];

/** At the embedded chain's dump, which a clean stop takes: so the run is a short one. */
export const stopping = ["dump-written", "dump-renamed"] as const;

/** In a rebuild; a block is passed at least six times, since founding alone makes as many. */
export const rebuilding: readonly (readonly [point: string, upTo: number])[] = [
  ["rebuild-block", 5],
  ["rebuild-complete", 1],
  ["swap-moved-out", 1],
  ["swap-moved-in", 1],
];

/** While a ledger is being founded: the first blocks are the deployment's. */
export const founding: readonly (readonly [point: string, times: number])[] = [
  ["entry-synced", 1],
  ["sent", 2],
  ["mined", 3],
  ["hash-written", 4],
  ["hash-synced", 6],
  ["index-applying", 1],
  ["journal-written", 1],
];
