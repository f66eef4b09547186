import { Hono } from "hono";
import { count, eq } from "ponder";
import { db } from "ponder:api";
import { version } from "ponder:schema";

const app = new Hono();

app.get("/version/:id", async (c) => {
  const id = c.req.param("id") as `0x${string}`;
  const [found] = await db.select({ id: version.id }).from(version).where(eq(version.id, id));
  return found ? c.json(found) : c.text("", 404);
});

app.get("/count", async (c) => c.json((await db.select({ n: count() }).from(version))[0]!));

export default app;
