import { type Gateway } from "../../src/gateway.ts";
import { type ForkingNode } from "./fork.ts";
import { type Random } from "./random.ts";

/** One way of changing the top `depth` blocks. Returns when the node is done; the gateway looks by itself. */
type Change = (node: ForkingNode, g: Gateway, depth: number, random: Random) => Promise<void>;

const look = (g: Gateway) => g.follower.poke();

/** Other blocks, without any of the transactions. */
const lost: Change = async (node, _, depth) => {
  await node.drop(depth);
  for (let i = 0; i <= depth; i++) await node.mineOther();
};

/** The node's own reorganisation. It makes the same empty blocks again, so the last one is made another first. */
const own: Change = async (node, g, depth) => {
  await node.mineOther();
  await look(g);
  await node.reorganise(depth);
};

/** The first of the transactions again, all in one block: other numbers, other times, other facts' hashes. */
const regrouped: Change = async (node, _, depth, random) => {
  const raws = (await node.top(depth)).flatMap((b) => b.raws);
  await node.drop(depth);
  await node.mineOther(raws.slice(0, random.below(raws.length + 1)));
  for (let i = 0; i < depth; i++) await node.mineOther();
};

/** A shorter chain, which looks like lag until it grows. */
const shorter: Change = async (node, g, depth) => {
  await node.drop(depth);
  await look(g);
  await node.mineOther();
  await look(g);
  for (let i = 0; i < depth; i++) await node.mineOther();
};

/** A → B → A: what was mined, undone and mined again, to the byte. */
const thereAndBack: Change = async (node, g, depth, random) => {
  const a = await node.top(depth);
  await node.drop(depth);
  const others = 1 + random.below(depth + 1);
  for (let i = 0; i < others; i++) await node.mineOther();
  await look(g);
  await node.drop(others);
  await node.putBack(a);
  await look(g);
  await node.mine();
};

export const changes = { lost, own, regrouped, shorter, thereAndBack } as const;
export type ChangeName = keyof typeof changes;
