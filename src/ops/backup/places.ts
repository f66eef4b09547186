/**
 * Everything that can lie in a data directory, and what a backup does with it. A test holds a running
 * gateway's directory to this table, so that a store that is added is not forgotten.
 */
export type Treatment =
  /** Small, put in place by renaming; its folder's files are. */
  | "small"
  /** As small, and left out of a sealed backup. */
  | "opener"
  /** Written once. */
  | "large"
  /** Only grows; its synced beginning. */
  | "journal"
  /** A LevelDB store, as of one moment. */
  | "entries"
  /** Made anew, or of this machine and this run. */
  | "left out";

export const places: Readonly<Record<string, Treatment>> = {
  "outbox/journal": "journal",
  "chain/journal": "journal",
  operations: "entries",
  secrets: "entries",
  "keys/*.json": "small",
  "keys/passphrase": "opener",
  "access.json": "small",
  "admin.key": "opener",
  "chain/chain.json": "small",
  "ledger.json": "small",
  "suyuan.json": "small",
  "restored.json": "small",
  files: "large",
  // A restored directory is another holder, and takes the leases at its first start.
  "keys/*.lease": "left out",
  "keys/in-use": "left out",
  index: "left out",
  "index.rebuilt": "left out",
  "index.old": "left out",
  "chain/dumps": "left out",
  "chain/node.json": "left out",
  "chain/clock-step.json": "left out",
  "chain/clock.json": "left out",
  "clock.json": "left out",
  "chain/reload.json": "left out",
  "chain/lock": "left out",
  "outbox/journal.new": "left out",
  lock: "left out",
  "gateway.json": "left out",
  "gateway.log": "left out",
  "backup.request": "left out",
};

/** What a backup does with this path, or undefined for what nobody knows. */
export function treatmentOf(path: string): Treatment | undefined {
  const starred = path.replace(/[^/]+(?=\.(json|lease)$)/, "*");
  return places[path] ?? places[starred];
}
