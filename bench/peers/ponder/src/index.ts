import { ponder } from "ponder:registry";
import { version } from "ponder:schema";

ponder.on("FactLog:VersionPublished", async ({ event, context }) => {
  const { header, payload } = event.args;
  await context.db.insert(version).values({
    id: header.subjects[0]!,
    dataset: header.subjects[1]!,
    content: payload.content,
    sm3: payload.sm3,
    size: payload.size,
    run: payload.run,
    metadata: payload.metadata,
    block: event.block.number,
    time: event.block.timestamp,
  });
});
