import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { keccakText } from "../core/hash.ts";
import { type Hex } from "../core/hex.ts";
import { cosignedAt, isSigned, readCheckpoint, readNote } from "../proof/note.ts";
import { BlockLog, HistoryRewritten } from "./blockLog.ts";
import { cosignatureLine, newNoteKey, noteOf, noteSigner } from "./signing.ts";
import { addCheckpoint, type WitnessSources } from "./witness.ts";
import { Witnessing } from "./witnessing.ts";

const spine: Hex = `0x${"5a".repeat(32)}`;
const FIRST = 7;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "suyuan-log-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const logKey = noteSigner("suyuan-log", newNoteKey());
const chain =
  (salt = "") =>
  (block: number) =>
    keccakText(`${block}${block > 20 ? salt : ""}`);
const open = () => new BlockLog(join(folder, "leaves"), FIRST, spine, logKey);

function witness(name: string): WitnessSources & { seen: Map<string, { size: number; root: Uint8Array }> } {
  const seen = new Map<string, { size: number; root: Uint8Array }>();
  const logs = new Map([[open().origin, logKey]]);
  return {
    signer: noteSigner(name, newNoteKey()),
    logs,
    seen,
    remembered: (o) => seen.get(o),
    now: () => 1_000,
  };
}

/** As its server does: what it signs it remembers first. */
function ask(w: ReturnType<typeof witness>, body: string) {
  const answer = addCheckpoint(body, w);
  if (answer.remember) w.seen.set(answer.remember.origin, answer.remember.seen);
  return answer;
}

function post(log: BlockLog, old: number): string {
  const { note, size } = log.checkpoint();
  const proof = log.consistency(old, size).map((hash) => `${hash.toString("base64")}\n`);
  return `old ${old}\n${proof.join("")}\n${note}`;
}

describe("the log of block hashes", () => {
  test("keeps its leaves over a restart; a torn last one was never signed", () => {
    const log = open();
    log.grow(30, chain());
    const before = log.checkpoint();
    writeFileSync(
      join(folder, "leaves"),
      Buffer.concat([readFileSync(join(folder, "leaves")), Buffer.alloc(5)]),
    );
    const again = open();
    expect(again.checkpoint().text).toBe(before.text);
    expect(isSigned(readNote(again.checkpoint().note), logKey)).toBe(true);
    again.grow(31, chain());
    expect(open().size).toBe(25);
    open().check(chain());
  });

  test("a rewritten chain is named by its first changed block", () => {
    const log = open();
    log.grow(30, chain());
    expect(() => log.check(chain("otherwise"))).toThrow(HistoryRewritten);
    expect(() => log.check(chain("otherwise"))).toThrow("block 21 ");
  });
});

describe("a witness", () => {
  test("signs what extends what it signed, and remembers it", () => {
    const [log, w] = [open(), witness("audit")];
    for (const [to, old] of [
      [9, 0],
      [30, 3],
      [30, 24],
      [95, 24],
    ] as const) {
      log.grow(to, chain());
      const answer = ask(w, post(log, old));
      expect(answer.status).toBe(200);
      const note = readNote(log.checkpoint().note + answer.body);
      expect(cosignedAt(note, w.signer)).toBe(1_000);
      expect(readCheckpoint(note).size).toBe(to - FIRST + 1);
    }
  });

  test("refuses a rewritten history, whatever proof comes with it", () => {
    const w = witness("audit");
    const log = open();
    log.grow(30, chain());
    expect(ask(w, post(log, 0)).status).toBe(200);
    rmSync(join(folder, "leaves"));
    const other = open();
    other.grow(40, chain("otherwise"));
    expect(ask(w, post(other, 24)).status).toBe(422);
    expect(ask(w, post(other, 0)).status).toBe(409);
    expect(w.seen.get(log.origin)!.size).toBe(24);
  });

  test("refuses another log, another key, another size and another form", () => {
    const w = witness("audit");
    const log = open();
    log.grow(30, chain());
    const body = post(log, 0);
    expect(addCheckpoint(body.replace("blocks-from-7", "blocks-from-8"), w).status).toBe(404);
    const stranger = noteSigner("suyuan-log", newNoteKey());
    const { text } = log.checkpoint();
    const forged = `old 0\n\n${noteOf(text, [cosignatureLine(stranger, text, 1)])}`;
    expect(addCheckpoint(forged, w).status).toBe(403);
    expect(addCheckpoint(body.replace("old 0", "old 5"), w)).toMatchObject({ status: 409, body: "0\n" });
    for (const odd of ["", "old x\n\n", `old 0\n${"A\n".repeat(99)}\n`, body.slice(0, 60), `${body}extra`])
      expect(addCheckpoint(odd, w).status).toBe(400);
  });
});

describe("collecting co-signatures", () => {
  test("a checkpoint over a block comes with those who co-signed; one that is away is left out", async () => {
    const [log, a, b] = [open(), witness("audit"), witness("exchange")];
    log.grow(12, chain());
    const problems: string[] = [];
    const witnessing = new Witnessing({
      log,
      witnesses: [at(a, "http://a"), at(b, "http://b"), { ...at(b, "http://gone"), name: "gone" }],
      grow: () => log.grow(30, chain()),
      say: (event, fields) => void (event === "witness.problem" && problems.push(JSON.stringify(fields))),
      fetch: served({ "http://a": a, "http://b": b }),
    });
    const [line] = await witnessing.covering(25);
    expect(line).toMatchObject({ is: "checkpoint", leaf: 18 });
    const note = readNote(line!.note);
    expect([a, b].map((w) => cosignedAt(note, w.signer))).toEqual([1_000, 1_000]);
    expect(problems.join()).toContain("gone");
    // A witness that knows more than this gateway remembers says so, and is asked again.
    const fresh = new Witnessing({
      log,
      witnesses: [at(a, "http://a")],
      grow: () => log.grow(40, chain()),
      say: () => undefined,
      fetch: served({ "http://a": a }),
    });
    expect(await fresh.covering(35)).toHaveLength(1);
  });

  const at = (w: WitnessSources, url: string) => ({ name: w.signer.name, key: w.signer.key, url });

  function served(all: Record<string, ReturnType<typeof witness>>): typeof fetch {
    return ((url: string, { body }: { body: string }) => {
      const w = all[url.replace("/add-checkpoint", "")];
      if (!w) return Promise.reject(new TypeError("fetch failed"));
      const { status, body: text } = ask(w, body);
      return Promise.resolve(new Response(text, { status }));
    }) as unknown as typeof fetch;
  }
});
