import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Step } from "../../../sample/run.ts";
import { digestFile } from "../../content/digest.ts";
import { type Action } from "../../core/action.ts";
import { canonicalJson } from "../../core/canonical.ts";
import { SuyuanError } from "../../core/errors.ts";
import { toHex, type Hex } from "../../core/hex.ts";
import { publishVersion } from "../../ledger/dataset/publish.ts";
import { type Operation } from "../../outbox/operation.ts";
import { type City } from "../city.ts";
import { settled } from "../founding.ts";
import { keyOf, ownerOf } from "./acts.ts";

/** Where the sample's files lie, and which version each step became. */
export interface Published {
  folder: string;
  ids: Map<string, Hex>;
}

interface PublishOptions {
  /** The grant that answered a request of the sample. */
  grantNamed?: (request: string) => Hex;
  onEach?: () => void;
}

/** Hands every step in at once; what builds on another department's version waits for it in the outbox. */
export async function publishAll(
  g: City,
  p: Published,
  steps: readonly Step[],
  { grantNamed, onEach }: PublishOptions = {},
): Promise<void> {
  const operations: Operation[] = [];
  for (const step of steps) {
    const under = step.under.map((request) => grantNamed!(request));
    const input = { ...(await publicationOf(step, p)), under };
    const { id, operation } = await publish(g, input, ownerOf(step.dataset));
    p.ids.set(step.id, id);
    if (operation) operations.push(operation);
    onEach?.();
  }
  await settled(g.outbox, [...operations, ...g.outbox.openOperations()]);
}

async function publicationOf(step: Step, { folder, ids }: Published) {
  const id = (name: string) => ids.get(name)!;
  return {
    dataset: step.dataset,
    content: await digestFile(join(folder, step.file)),
    parents: step.parents.map(id),
    run: { job: step.job, code: sha256(await readFile(step.code)), name: step.run },
    schema: sha256(Buffer.from(canonicalJson(step.schema))),
    mediaType: step.mediaType,
    name: step.title,
    ...(step.corrects === undefined ? {} : { corrects: id(step.corrects) }),
  };
}

async function publish(g: City, input: unknown, owner: string): Promise<{ id: Hex; operation?: Operation }> {
  try {
    const [operation] = await g.desk.submit(publishVersion as unknown as Action, keyOf(g, owner), [input]);
    return { id: (operation!.element as { id: Hex }).id, operation: operation! };
  } catch (error) {
    const published = error instanceof SuyuanError && error.code === "LEDGER_SUBJECT_EXISTS";
    if (!published) throw error;
    return { id: error.details["subject"] as Hex };
  }
}

function sha256(bytes: Uint8Array): Hex {
  return toHex(createHash("sha256").update(bytes).digest());
}
