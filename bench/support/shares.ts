import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Given, type Table } from "../bench.ts";
import { bodies, furnish, hand } from "./facts.ts";
import { startGateway, temporaryFolder } from "./gateway.ts";
import { cpuSeconds } from "./machine.ts";

/**
 * Where the gateway's main thread spends its time. A frame belongs to the first of these that its file or
 * function matches, and otherwise to whoever called it: so the standard library counts for its user.
 */
const places: readonly (readonly [what: string, match: RegExp])[] = [
  ["waiting (for disk, node, client)", /^\(idle\)/],
  ["collecting garbage", /^\(garbage collector\)/],
  ["hashing", /\/chain\/embedded\/keccak|@noble\/hashes|hash-wasm|\/core\/hash\.ts|\/core\/ids\.ts/],
  ["signing", /\/chain\/signer\.ts|secp256k1/],
  ["encoding calldata", /\/chain\/encode\.ts|\/chain\/abi\/encoder/],
  ["checking the receipts root", /\/chain\/receiptsRoot|@ethereumjs\/mpt|@ethereumjs\/rlp/],
  ["decoding facts", /\/chain\/decode\.ts|\/chain\/abi\/decoder/],
  ["storing rows (LevelDB)", /\/src\/store\/|classic-level|abstract-level|\/core\/table\.ts/],
  ["storing the journals", /\/outbox\/journal|\/chain\/embedded\/journal|\/chain\/embedded\/record/],
  ["indexing", /\/src\/indexer\/|\/ledger\/[a-z]+\/facts\.ts/],
  ["mining (embedded chain)", /\/src\/chain\/embedded\//],
  ["talking to the node", /\/src\/chain\/(rpc|node|ports)\.ts/],
  ["checking actions", /\/zod\/|\/src\/ledger\/|\/outbox\/desk|\/outbox\/view/],
  ["outbox and lanes", /\/src\/outbox\//],
  ["HTTP: bodies, routes, answers", /\/src\/http\/|\/express|\/helmet|\/body-parser|\/router\//],
];
const OTHER: string = "the rest of Node";

interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string }; children?: number[] }[];
  /** Microseconds of the monotonic clock. */
  startTime: number;
  samples: number[];
  timeDeltas: number[];
}

/** Milliseconds of each place, between two moments of the monotonic clock in microseconds. */
export function sharesOf(profile: Profile, from: number, to: number): Map<string, number> {
  const placeOf = placesOf(profile);
  const shares = new Map<string, number>();
  let now = profile.startTime;
  profile.samples.forEach((sample, i) => {
    now += profile.timeDeltas[i]!;
    if (now < from || now > to) return;
    const place = placeOf.get(sample)!;
    shares.set(place, (shares.get(place) ?? 0) + profile.timeDeltas[i]! / 1_000);
  });
  return shares;
}

function placesOf({ nodes }: Profile): Map<number, string> {
  const byId = new Map(nodes.map((n) => [n.id, n]));
  const placeOf = new Map<number, string>();
  const queue = nodes.slice(0, 1).map((n) => [n, OTHER] as const);
  for (let at = queue.pop(); at; at = queue.pop()) {
    const [node, callers] = at;
    const { url, functionName } = node.callFrame;
    const own = places.find(([, match]) => match.test(url) || match.test(functionName));
    const place = own?.[0] ?? callers;
    placeOf.set(node.id, place);
    for (const child of node.children ?? []) queue.push([byId.get(child)!, place]);
  }
  return placeOf;
}

const clockUs = () => Number(process.hrtime.bigint() / 1_000n);

/** Hands facts to a gateway that is being profiled, and says where its time went. */
export async function profiledShares(given: Given, facts: number): Promise<Table> {
  const folder = temporaryFolder(given);
  const gateway = await startGateway(given, { profile: folder });
  const roots = await furnish(gateway);
  const prepared = bodies(facts, roots);
  const cpu = () => ({ gateway: cpuSeconds(gateway.pid), node: cpuSeconds(gateway.node.pid) });
  const [before, from] = [cpu(), clockUs()];
  await hand(gateway, prepared);
  const [after, to] = [cpu(), clockUs()];
  await gateway.stop();
  const file = readdirSync(folder).find((name) => name.endsWith(".cpuprofile"));
  if (!file) throw new Error("the gateway left no profile");
  const shares = sharesOf(JSON.parse(readFileSync(join(folder, file), "utf8")) as Profile, from, to);
  const wallMs = (to - from) / 1_000;
  const line = (what: string, ms: number) => [
    what,
    `${ms.toFixed(0)} ms`,
    `${((100 * ms) / wallMs).toFixed(1)} %`,
    `${((1_000 * ms) / facts).toFixed(1)} µs`,
  ];
  const main = [...shares].sort(([, a], [, b]) => b - a).map(([what, ms]) => line(what, ms));
  const busy = [...shares].filter(([what]) => !what.startsWith("waiting"));
  const mainMs = busy.reduce((total, [, ms]) => total + ms, 0);
  const threads = (after.gateway - before.gateway) * 1_000 - mainMs;
  return {
    title: `Where the time goes, ${facts.toLocaleString("en-US")} facts under the profiler in ${wallMs.toFixed(0)} ms`,
    head: ["the gateway's main thread", "time", "of the wall clock", "a fact"],
    rows: [
      ...main,
      line("beside it: the gateway's other threads", Math.max(0, threads)),
      line("beside it: the node (anvil)", (after.node - before.node) * 1_000),
    ],
  };
}
