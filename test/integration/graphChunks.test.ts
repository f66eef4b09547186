import { expect, onTestFinished, test } from "vitest";
import { ordinal } from "../../src/core/table.ts";
import { openGateway } from "../../src/gateway.ts";
import { fsck } from "../../src/indexer/fsck.ts";
import { GRAPH_CHUNK, graphChunks } from "../../src/ledger/dataset/tables.ts";
import { keyOf } from "../../src/store/open.ts";
import { Given } from "../support/given.ts";

const ROOTS = 400;
const CHILDREN = GRAPH_CHUNK - ROOTS + 30;

test("a start loads the lineage from full chunks and the rest, as it was; fsck checks the chunks", async () => {
  const given = await Given.city(["meteorology"]);
  const { gateway } = given;
  await given.domain("climate");
  await given.dataset("meteorology/rain", "climate");
  const texts = (n: number, word: string) => Array.from({ length: n }, (_, i) => `${word} ${i}`);
  const roots = await given.versions(
    "meteorology/rain",
    texts(ROOTS, "root").map((text) => ({ text })),
  );
  const children = texts(CHILDREN, "child").map((text, i) => ({
    text,
    parents: [roots[i % ROOTS]!, roots[(i * 7 + 1) % ROOTS]!],
  }));
  await given.versions("meteorology/rain", children);
  const { graph } = gateway.index;
  const parents = Array.from({ length: graph.size }, (_, n) => graph.parents(n));
  expect(graph.size).toBe(GRAPH_CHUNK + 30);
  await gateway.close();

  const again = await openGateway(gateway.config, () => undefined);
  onTestFinished(() => again.close());
  const loaded = again.index.graph;
  expect(Array.from({ length: loaded.size }, (_, n) => loaded.parents(n))).toEqual(parents);
  expect(again.index.rows.get(graphChunks, ordinal(0))).toEqual(
    parents.slice(0, GRAPH_CHUNK).flatMap((list) => [list.length, ...list]),
  );

  const found = async () => {
    const findings = await fsck(again.index.store, again.index.identity, again.port.node);
    return findings.map(({ check, subject }) => [check, subject]);
  };
  expect(await found()).toEqual([]);
  await again.index.store.put(keyOf(graphChunks, ordinal(0)), "[0,0]");
  expect(await found()).toEqual([["graph", "chunk 0"]]);
});
