import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { configFrom } from "./config.ts";
import { startGateway } from "./main.ts";

const folders: string[] = [];
const quiet = () => undefined;

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function config(port = 0) {
  const data = mkdtempSync(join(tmpdir(), "suyuan-main-"));
  folders.push(data);
  return configFrom({ data, port, city: "sample" }, {});
}

test("a gateway starts, answers, and closes once however often it is told", async () => {
  const settings = config();
  const running = await startGateway(settings, quiet);
  expect(await (await fetch(`${running.url}/readyz`)).json()).toEqual({ ready: true, reasons: [] });
  await Promise.all([running.close(), running.close()]);
  await expect(fetch(`${running.url}/livez`)).rejects.toThrow();
  const again = await startGateway(settings, quiet);
  await again.close();
});

test("on a taken port nothing stays open, and the directory can be used at once", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as { port: number };
  const settings = config(port);
  await expect(startGateway(settings, quiet)).rejects.toMatchObject({ code: "PORT_TAKEN" });
  await new Promise((resolve) => other.close(resolve));
  const running = await startGateway(settings, quiet);
  expect(running.url).toBe(`http://127.0.0.1:${port}`);
  await running.close();
});
