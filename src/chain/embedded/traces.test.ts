import { Readable } from "node:stream";
import fc from "fast-check";
import { expect, test } from "vitest";
import { withoutTraces } from "./traces.ts";

const trace = fc.record({ data: fc.stringMatching(/^[0-9a-f]*$/), children: fc.array(fc.nat(9)) });
const dumps = fc.record({
  blocks: fc.array(fc.record({ number: fc.nat(), transactions: fc.array(fc.nat(9)) })),
  transactions: fc.array(fc.record({ traces: fc.array(trace), logs: fc.array(fc.nat(9)) })),
});

async function through(text: string, size: number): Promise<string> {
  const bytes = Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  const out = await Readable.from(chunks).pipe(withoutTraces()).toArray();
  return Buffer.concat(out as Buffer[]).toString();
}

test("a dump keeps everything but its traces, wherever the pieces it comes in end", async () => {
  await fc.assert(
    fc.asyncProperty(dumps, fc.integer({ min: 1, max: 40 }), async (dump, size) => {
      const transactions = dump.transactions.map((t) => ({ ...t, traces: [] }));
      expect(JSON.parse(await through(JSON.stringify(dump), size))).toEqual({ ...dump, transactions });
    }),
    { numRuns: 300 },
  );
});
