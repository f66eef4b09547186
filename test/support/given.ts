import { onTestFinished } from "vitest";
import { configFrom, type Config } from "../../src/config.ts";
import { type Action } from "../../src/core/action.ts";
import { type Hex } from "../../src/core/hex.ts";
import { openGateway, type Gateway } from "../../src/gateway.ts";
import { actionNamed } from "../../src/ledger/definitions.ts";
import { COUNCIL_MEMBER, foundTiers, settled } from "../../src/ops/founding.ts";
import { type Operation } from "../../src/outbox/operation.ts";
import { type After, temporaryFolder } from "./folder.ts";
import { contentOf } from "./samples.ts";

/** A gateway of the test's own, on an embedded chain in a temporary folder. */
export async function openTestGateway(
  config: Partial<Config> = {},
  after: After = onTestFinished,
): Promise<Gateway> {
  const data = temporaryFolder(after);
  const gateway = await openGateway(configFrom({ data, city: "sample", ...config }, {}), () => undefined);
  after(() => gateway.close());
  return gateway;
}

/** The ledger's own verbs, done to the end. */
export class Given {
  readonly gateway: Gateway;

  private constructor(gateway: Gateway) {
    this.gateway = gateway;
  }

  static at(gateway: Gateway): Given {
    return new Given(gateway);
  }

  /** The three tiers, and these departments beside the bureau. */
  static async city(departments: string[], config: Partial<Config> = {}, after?: After): Promise<Given> {
    const gateway = await openTestGateway(config, after);
    const names = departments.map((code) => ({ code, kind: "department", name: { zh: code, en: code } }));
    await foundTiers(gateway, names);
    return new Given(gateway);
  }

  keyOf(organisation: string): Hex {
    return this.gateway.keyring.named(organisation)!.address;
  }

  /** Resolves when all are final; throws the first refusal. */
  async done(action: string, as: string, inputs: unknown[]): Promise<Operation[]> {
    const operations = await this.submitted(action, as, inputs);
    await settled(this.gateway.outbox, operations);
    return operations;
  }

  submitted(action: string, as: string, inputs: unknown[]): Promise<Operation[]> {
    return this.gateway.desk.submit(actionNamed(action) as Action, this.keyOf(as), inputs);
  }

  council(action: string, inputs: unknown[]): Promise<Operation[]> {
    return this.done(action, COUNCIL_MEMBER, inputs);
  }

  async domain(code: string): Promise<void> {
    await this.done("register-domain", "data-bureau", [{ code, name: { zh: code, en: code } }]);
  }

  /** `owner/code`. */
  async dataset(name: string, domain: string, more: Record<string, unknown> = {}): Promise<void> {
    const [owner, code] = name.split("/") as [string, string];
    await this.done("register-dataset", owner, [{ code, domain, name: { zh: code, en: code }, ...more }]);
  }

  async versions(dataset: string, what: { text: string; parents?: string[] }[]): Promise<Hex[]> {
    const owner = dataset.split("/")[0]!;
    const inputs = what.map(({ text, parents = [] }) => ({ dataset, content: contentOf(text), parents }));
    const operations = await this.done("publish-version", owner, inputs);
    return operations.map((o) => (o.element as { id: Hex }).id);
  }
}
