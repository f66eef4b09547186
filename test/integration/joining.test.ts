import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { here } from "../../src/cli/fixtures/here.ts";
import { startGateway } from "../../src/cli/fixtures/run.ts";
import { type Config, configFrom } from "../../src/config.ts";
import { openGateway } from "../../src/gateway.ts";
import { afterFile, temporaryFolder } from "../support/folder.ts";
import { FOUNDER, Gates } from "../support/gates.ts";

const after = afterFile();
let gates: Gates;
let folder: string;

beforeAll(async () => {
  gates = await Gates.open([], after);
  folder = temporaryFolder(after);
}, 60_000);

const joining = (data: string, join_: Config["join"] | undefined) =>
  configFrom(
    { data: join(folder, data), rpc: [gates.node.url], finality: 1, ...(join_ && { join: join_ }) },
    {},
  );

async function opens(config: Config): Promise<string[]> {
  const gateway = await openGateway(config, () => undefined);
  const names = gateway.keyring.names().sort();
  await gateway.close();
  return names;
}

const refusal = (config: Config) =>
  openGateway(config, () => undefined).then(
    async (g) => (await g.close(), "it opened"),
    (error: unknown) => error,
  );

describe("joining a ledger", () => {
  test("is refused where the node's chain does not hold it, and possible later with the right one", async () => {
    const { ledger } = gates;
    const wrong = [
      { ...ledger, chainId: ledger.chainId + 1 },
      { ...ledger, spine: `0x${"5".repeat(64)}` as const },
      { ...ledger, factLog: `0x${"f".repeat(40)}` as const },
      { ...ledger, from: 10_000_000 },
    ];
    for (const other of wrong) {
      const found = await refusal(joining("late", { ledger: other, organisation: "weather" }));
      expect(found).toMatchObject({ code: "JOIN_IMPOSSIBLE", details: { field: "join" } });
    }
    expect(await refusal(joining("late", undefined))).toMatchObject({ code: "JOIN_IMPOSSIBLE" });
    expect(await opens(joining("late", { ledger, organisation: "weather" }))).toEqual(["keeper", "weather"]);
  }, 60_000);

  test("is done once: later starts know the ledger, and no other is taken in its place", async () => {
    const { ledger } = gates;
    expect(await opens(joining("late", undefined))).toEqual(["keeper", "weather"]);
    const other = { ...ledger, spine: `0x${"5".repeat(64)}` as const };
    const elsewhere = await refusal(joining("late", { ledger: other, organisation: "weather" }));
    expect(elsewhere).toMatchObject({
      code: "JOIN_IMPOSSIBLE",
      details: { field: "join", value: other.spine },
    });
    const somebody = await refusal(joining("late", { ledger, organisation: "transport" }));
    expect(somebody).toMatchObject({ code: "JOIN_IMPOSSIBLE", details: { field: "organisation" } });
  }, 60_000);

  test("by the command line: the founder prints the ledger, the newcomer its officer's address", async () => {
    const { running } = gates.gate(FOUNDER);
    const founder = ["--url", running.url, "--key-file", join(running.gateway.directory.path, "admin.key")];
    const printed = await here(...founder, "--json", "ledger");
    expect(JSON.parse(printed.out)).toEqual(gates.ledger);
    const file = join(folder, "ledger.json");
    writeFileSync(file, printed.out);

    const data = join(folder, "transport");
    const args = ["--rpc", gates.node.url, "--finality", "1", "--join", file, "--organisation", "transport"];
    const newcomer = await startGateway(data, args);
    try {
      const said = newcomer.output();
      const address = /dataOfficer=(0x[0-9a-f]{40})/.exec(said)?.[1];
      expect(said).toContain(`transport ${address} (not admitted yet)`);
      const doctor = async () => (await here("--data", data, "doctor", "--port", "65431")).out;
      const made = await here("--data", data, "--json", "keys", "create", "--label", "reader");
      const key = join(folder, "reader.key");
      writeFileSync(key, (JSON.parse(made.out) as { secret: string }).secret);
      const asked = ["--data", data, "--key-file", key];
      expect((await here(...asked, "doctor", "--port", "65431")).out).toMatch(
        /warn +signs for +transport 0x/,
      );

      const admit = ["code=transport", "kind=department", "name.zh=交通", "name.en=Transport"];
      const set = [...admit, `dataOfficer=${address}`].flatMap((s) => ["--set", s]);
      const act = ["act", "admit-organisation", "--as", "council-member", "--wait", "final", ...set];
      expect((await here(...founder, ...act)).code).toBe(0);
      await expect
        .poll(async () => (await here(...asked, "status")).out, { timeout: 20_000 })
        .toMatch(/signs for +transport\n/);
      expect(await doctor()).toContain("of transport");
      expect(readFileSync(join(data, "gateway.log"), "utf8")).not.toMatch(/passphrase|privateKey/);
    } finally {
      await newcomer.stop();
    }
  }, 60_000);
});
