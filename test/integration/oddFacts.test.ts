import { beforeAll, describe, expect, test } from "vitest";
import { type Action } from "../../src/core/action.ts";
import { organisationId } from "../../src/core/ids.ts";
import { endpoints } from "../../src/ledger/agent/tables.ts";
import { actionNamed } from "../../src/ledger/definitions.ts";
import { settled } from "../../src/ops/founding.ts";
import { afterFile } from "../support/folder.ts";
import { Given } from "../support/given.ts";

// What the contracts take and no form of ours would send: an officer may call them with bytes of his own making.

const after = afterFile();
let given: Given;

beforeAll(async () => {
  given = await Given.city(["health", "transport"], {}, after);
}, 60_000);

/** Past the forms and the early checks. */
async function called(action: string, as: string, element: object): Promise<void> {
  const definition = actionNamed(action) as Action;
  const { outbox } = given.gateway;
  await settled(outbox, await outbox.accept(definition, given.keyOf(as), [element]));
}

describe("an endpoint that is no address of a gateway", () => {
  const endpoint = () => given.gateway.index.rows.get(endpoints, organisationId("health"))?.url;

  test.each([
    ["is no URL", "ask us by telephone"],
    ["would have the question go to another path", "http://127.0.0.1:8080/v1/access-keys?"],
    ["hides the path behind a mark", "http://169.254.169.254/latest/meta-data#"],
    ["brings a password", "https://user:word@example.org"],
    ["speaks otherwise", "file:///etc/passwd"],
    ["writes to the terminal", "https://example.org/\u001b[2J"],
    ["is none at all", "\u0000"],
  ])("that %s is registered as none", async (_, url) => {
    await called("set-endpoint", "health", { url: "https://health.example.org" });
    expect(endpoint()).toBe("https://health.example.org");
    await called("set-endpoint", "health", { url });
    expect(endpoint()).toBeUndefined();
  });

  test("and one that is written otherwise is kept as URLs are written", async () => {
    await called("set-endpoint", "health", { url: "https://Health.example.org:443/gate//" });
    expect(endpoint()).toBe("https://health.example.org/gate");
  });
});
