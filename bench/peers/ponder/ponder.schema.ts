import { onchainTable } from "ponder";

/** One row a version, of what our own read model keeps in ten rows. */
export const version = onchainTable("version", (t) => ({
  id: t.hex().primaryKey(),
  dataset: t.hex().notNull(),
  content: t.hex().notNull(),
  sm3: t.hex().notNull(),
  size: t.bigint().notNull(),
  run: t.hex().notNull(),
  metadata: t.text().notNull(),
  block: t.bigint().notNull(),
  time: t.bigint().notNull(),
}));
