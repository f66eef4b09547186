import { median, timed } from "./numbers.ts";
import { type Postgres } from "./postgres.ts";

export interface Question {
  what: string;
  direction: "up" | "down";
  from: number;
  depth?: number;
}

export const ROUNDS = 7;

/**
 * Ours and PostgreSQL in turn, under each way of planning; the better of the peer's two medians. Throws when
 * these nodes are not those that it finds.
 */
export async function inTurn(
  { sql }: Postgres,
  q: Question,
  nodes: Uint32Array,
  measure: () => number | Promise<number>,
): Promise<{ ours: number; theirs: number }> {
  const values = [q.from, ...(q.depth === undefined ? [] : [q.depth])];
  const listed = await sql.query({
    text: `${reachable(q)} select distinct n from reached order by n`,
    values,
    rowMode: "array",
  });
  mustEqual(nodes.slice().sort(), listed.rows);
  const taken: number[] = [];
  const ours: number[] = [];
  for (const hash of ["on", "off"]) {
    await sql.query(`set enable_hashjoin = ${hash}; set enable_mergejoin = ${hash}`);
    const counted = {
      name: `${q.direction} ${q.depth ?? "full"} ${hash}`,
      text: `${reachable(q)} select count(distinct n) from reached`,
      values,
      rowMode: "array" as const,
    };
    for (let i = 0; i < 2; i++) await sql.query(counted);
    const theirs: number[] = [];
    for (let i = 0; i < ROUNDS; i++) {
      ours.push(await measure());
      theirs.push(await timed(() => sql.query(counted)));
    }
    taken.push(median(theirs));
  }
  return { ours: median(ours), theirs: Math.min(...taken) };
}

/** UNION drops what was found before; with a bound on the depth, what was found before at that depth. */
function reachable({ direction, depth }: Question): string {
  const [to, by] = direction === "down" ? ["child", "parent"] : ["parent", "child"];
  if (depth === undefined)
    return `with recursive reached(n) as (select $1::int union select e.${to} from reached r join edge e on e.${by} = r.n)`;
  return (
    "with recursive reached(n, d) as (select $1::int, 0 union " +
    `select e.${to}, r.d + 1 from reached r join edge e on e.${by} = r.n where r.d < $2::int)`
  );
}

function mustEqual(ours: Uint32Array, theirs: unknown[][]): void {
  const same = ours.length === theirs.length && theirs.every(([n], i) => n === ours[i]);
  if (!same) throw new Error(`the node sets differ: ${ours.length} here, ${theirs.length} there`);
}

/** Long enough for the compiler, as a gateway that has answered a few hundred questions is. */
const WARM_MS = 100;
/** A clock's own cost would show in anything shorter. */
const SAMPLE_MS = 2;

export function warm(work: () => unknown): void {
  for (const until = performance.now() + WARM_MS; performance.now() < until;) work();
}

/** Milliseconds one takes, by the mean of as many as make a sample. */
export function onceMs(work: () => unknown): number {
  const began = performance.now();
  let [times, taken] = [0, 0];
  for (; taken < SAMPLE_MS; taken = performance.now() - began, times++) work();
  return taken / times;
}
