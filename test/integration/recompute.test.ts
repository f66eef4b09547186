import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { Given } from "../support/given.ts";
import { temporaryFolder } from "../support/folder.ts";

const script = fileURLToPath(new URL("../../docs/recompute.mjs", import.meta.url));

test("whoever follows docs/model.md comes to the heads that the chain has", async () => {
  const given = await Given.city(["weather", "traffic"]);
  await given.domain("climate");
  await given.dataset("weather/daily", "climate", { sharing: "unconditional" });
  await given.dataset("traffic/counts", "climate");
  const sources = await given.versions("weather/daily", [{ text: "one" }, { text: "two" }]);
  await given.versions("traffic/counts", [{ text: "joined", parents: sources }]);
  const { port, index } = given.gateway;
  const ledger = `${temporaryFolder(onTestFinished)}/ledger.json`;
  writeFileSync(ledger, JSON.stringify(index.identity));

  const said = execFileSync(process.execPath, [script, port.node.rpc.url, ledger], { encoding: "utf8" });
  expect(said).toContain("every head is as the chain has it");
  expect(Number(/^(\d+) facts/.exec(said)?.[1])).toBeGreaterThan(10);
});
