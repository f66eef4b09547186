import { randomBytes } from "node:crypto";
import { BUREAU, type BenchGateway, DEPARTMENT, Poster } from "./gateway.ts";

/** Datasets the versions are spread over, and as many parents: what a department publishes every day. */
export const DATASETS = 50;
export const A_REQUEST = 1_000;

const digest = () => `0x${randomBytes(32).toString("hex")}`;
const named = (code: string) => ({ code, name: { zh: code, en: code } });
const nameOf = (i: number) => `${DEPARTMENT}/d${i % DATASETS}`;

/** A domain, the datasets, and a first version of each, which all later ones derive from. */
export async function furnish({ client }: BenchGateway): Promise<string[]> {
  const wait = "indexed" as const;
  await client.act("register-domain", named("climate"), { as: BUREAU, wait });
  const datasets = Array.from({ length: DATASETS }, (_, i) => ({ ...named(`d${i}`), domain: "climate" }));
  await client.act("register-dataset", { items: datasets }, { as: DEPARTMENT, wait });
  const items = Array.from({ length: DATASETS }, (_, i) => version(i, []));
  const roots = await client.act("publish-version", { items }, { as: DEPARTMENT, wait });
  return roots.map((o) => o.makes[0]!);
}

/** A version of the i-th dataset, as a pipeline's run would report it. */
export function version(i: number, parents: string[]) {
  return {
    dataset: nameOf(i),
    content: { sha256: digest(), sm3: digest(), size: 123_456 },
    parents,
    run: { job: "clean", name: "daily" },
    mediaType: "text/csv",
  };
}

/** Bodies of requests of 1,000 versions, each with one parent. */
export function bodies(facts: number, roots: string[]): string[] {
  return Array.from({ length: facts / A_REQUEST }, () => {
    const items = Array.from({ length: A_REQUEST }, (_, i) => version(i, [roots[i % DATASETS]!]));
    return JSON.stringify({ items });
  });
}

export interface Handed {
  /** Until every fact was on the gateway's disk. */
  acceptedMs: number;
  /** Until every fact was in the read model. */
  indexedMs: number;
}

const IN_FLIGHT = 4;

/** Hands everything in, a few requests at a time, and waits until the last operation is indexed. */
export async function hand(gateway: BenchGateway, prepared: readonly string[]): Promise<Handed> {
  const poster = new Poster(gateway, IN_FLIGHT);
  const began = performance.now();
  const last: string[] = [];
  const queue = [...prepared];
  const client = async () => {
    for (let body = queue.shift(); body !== undefined; body = queue.shift()) {
      const answer = await poster.post(`/v1/actions/publish-version?as=${DEPARTMENT}`, body);
      last.push((JSON.parse(answer) as { operations: { id: string }[] }).operations.at(-1)!.id);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, client));
  const acceptedMs = performance.now() - began;
  // A lane does its operations in order, so a request is indexed when its last one is.
  for (const id of last) await indexed(poster, id);
  poster.close();
  return { acceptedMs, indexedMs: performance.now() - began };
}

async function indexed(poster: Poster, id: string): Promise<void> {
  for (;;) {
    const answer = await poster.get(`/v1/operations/${id}?wait=indexed&timeout=60`);
    const { state, error } = JSON.parse(answer) as { state: string; error?: unknown };
    if (state === "refused") throw new Error(`${id} was refused: ${JSON.stringify(error)}`);
    if (state === "mined" || state === "final") return;
  }
}
