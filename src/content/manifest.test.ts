import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { digestFile } from "./digest.ts";
import { ContentError } from "./errors.ts";
import { digestFolder } from "./manifest.ts";

const home = fs.mkdtempSync(join(tmpdir(), "suyuan-manifest-"));
afterAll(() => fs.rmSync(home, { recursive: true }));

let folders = 0;
function folderOf(files: Record<string, string | Uint8Array>): string {
  const root = join(home, `folder-${folders++}`);
  fs.mkdirSync(root);
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(dirname(join(root, name)), { recursive: true });
    fs.writeFileSync(join(root, name), content);
  }
  return root;
}

async function refusal(
  root: string,
  options: Parameters<typeof digestFolder>[1] = {},
): Promise<ContentError> {
  const error: unknown = await digestFolder(root, options).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ContentError);
  return error as ContentError;
}

const linux = process.platform === "linux";
const abc = {
  sha256: "0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  size: 3,
  sm3: "0x66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
};

describe("a folder's manifest", () => {
  test("is canonical JSON, and its own digests and size are the folder's", async () => {
    const found = await digestFolder(folderOf({ "a/b.txt": "abc" }));
    expect(found.manifest).toBe(
      `{"entries":[{"path":"a/b.txt","sha256":"${abc.sha256}","size":3,"sm3":"${abc.sm3}"}],"format":"suyuan manifest 1"}`,
    );
    expect(found.entries).toEqual([{ path: "a/b.txt", ...abc }]);
    expect(found.size).toBe(Buffer.byteLength(found.manifest));
    expect(found.sha256).toBe(`0x${createHash("sha256").update(found.manifest).digest("hex")}`);
    expect(found.sm3).toBe(`0x${createHash("sm3").update(found.manifest).digest("hex")}`);
  });

  test("written to a file has the folder's digests", async () => {
    const found = await digestFolder(folderOf({ "年度/气象.csv": "温度", "readme.md": "" }));
    const copy = join(home, "manifest.json");
    fs.writeFileSync(copy, found.manifest);
    expect(await digestFile(copy)).toEqual({ sha256: found.sha256, sm3: found.sm3, size: found.size });
  });

  test("sorts by the bytes of whole paths, not folder by folder nor by UTF-16", async () => {
    const names = ["a/b", "a.txt", "a", "B", "\u{1f600}", "\uff5e", "z"].filter((name) => name !== "a");
    const found = await digestFolder(folderOf(Object.fromEntries(names.map((name) => [name, "x"]))));
    expect(found.entries.map(({ path }) => path)).toEqual(["B", "a.txt", "a/b", "z", "\uff5e", "\u{1f600}"]);
  });

  test("is the same however the system spells a name, and wherever the folder lies", async () => {
    const composed = await digestFolder(folderOf({ "caf\u00e9/\u00e9.txt": "abc" }));
    const decomposed = await digestFolder(folderOf({ "cafe\u0301/e\u0301.txt": "abc" }));
    expect(composed.entries[0]!.path).toBe("caf\u00e9/\u00e9.txt");
    expect(decomposed.manifest).toBe(composed.manifest);
  });

  test("progress runs over all files' bytes, only grows and ends at the total", async () => {
    const seen: number[] = [];
    const root = folderOf({ a: Buffer.alloc(3_000_000), b: "", c: "abc", d: Buffer.alloc(1_500_000) });
    await digestFolder(root, {
      onProgress: (done, total) => {
        expect(total).toBe(4_500_003);
        seen.push(done);
      },
    });
    expect(seen[0]).toBe(0);
    expect(seen.at(-1)).toBe(4_500_003);
    expect(seen.every((done, i) => i === 0 || done >= seen[i - 1]!)).toBe(true);
    expect(new Set(seen).size).toBeGreaterThan(4);
  });
});

describe("a folder is refused", () => {
  test.each([
    ["missing", () => join(home, "none"), "CONTENT_FILE_MISSING"],
    ["a file", () => join(folderOf({ a: "x" }), "a"), "CONTENT_NOT_A_FOLDER"],
    ["empty", () => folderOf({}), "CONTENT_FOLDER_EMPTY"],
    ["named with a zero byte", () => `${home}\0`, "CONTENT_FILE_MISSING"],
  ])("when it is %s", async (_what, make, code) => {
    const root = make();
    expect(await refusal(root)).toMatchObject({ code, field: "file", value: root });
  });

  test("when it holds only empty folders", async () => {
    const root = folderOf({});
    fs.mkdirSync(join(root, "a/b"), { recursive: true });
    expect((await refusal(root)).code).toBe("CONTENT_FOLDER_EMPTY");
  });

  test.each(["file", "folder", "nothing"])("when a symbolic link in it leads to a %s", async (target) => {
    const root = folderOf({ "in/file": "x", "folder/x": "x" });
    fs.symlinkSync(join(root, target), join(root, "in/link"));
    const link = join(root, "in/link");
    expect(await refusal(root)).toMatchObject({ code: "CONTENT_SYMLINK", value: link });
  });

  // Other systems' file systems do not keep both names.
  test.runIf(linux)("when two files, or two folders, have one name after normalisation", async () => {
    for (const names of [
      ["\u00e9", "e\u0301"],
      ["\u00e9/a", "e\u0301/b"],
    ]) {
      const error = await refusal(folderOf(Object.fromEntries(names.map((name) => [name, "x"]))));
      expect(error.code).toBe("CONTENT_NAMES_COLLIDE");
      expect(error.details).toHaveProperty("other");
    }
  });

  test.runIf(linux).each([
    ["a byte that UTF-8 never has", Buffer.from([0x61, 0xff])],
    ["a lone surrogate", Buffer.from([0xed, 0xa0, 0x80])],
  ])("when a name holds %s", async (_what, name) => {
    const root = folderOf({ a: "x" });
    fs.writeFileSync(Buffer.concat([Buffer.from(`${root}/`), name]), "x");
    const error = await refusal(root);
    expect(error).toMatchObject({
      code: "CONTENT_NAME_NOT_UNICODE",
      details: { bytes: name.toString("hex") },
    });
  });

  test.runIf(process.platform !== "win32")("when it holds a fifo", async () => {
    const root = folderOf({ a: "x" });
    execFileSync("mkfifo", [join(root, "pipe")]);
    expect(await refusal(root)).toMatchObject({ code: "CONTENT_NOT_A_FILE", value: join(root, "pipe") });
  });

  test("when it holds more files, or more folders, than a manifest may", async () => {
    expect((await refusal(folderOf({ a: "", b: "", c: "" }), { limit: 2 })).code).toBe(
      "CONTENT_TOO_MANY_ENTRIES",
    );
    const root = folderOf({ a: "" });
    fs.mkdirSync(join(root, "b/c/d"), { recursive: true });
    expect((await refusal(root, { limit: 3 })).code).toBe("CONTENT_TOO_MANY_ENTRIES");
    expect((await digestFolder(folderOf({ a: "", b: "" }), { limit: 2 })).entries).toHaveLength(2);
  });
});

describe("a folder that changes while it is hashed is refused, naming the file", () => {
  const changes: [string, string, (root: string) => void][] = [
    ["a file already hashed is written to", "a", (root) => fs.appendFileSync(join(root, "a"), "more")],
    ["a file appears", "c", (root) => fs.writeFileSync(join(root, "c"), "new")],
    ["a file already hashed goes", "a", (root) => fs.rmSync(join(root, "a"))],
    ["a file still to come is written to", "b", (root) => fs.appendFileSync(join(root, "b"), "more")],
  ];

  test.each(changes)("%s", async (_how, name, change) => {
    const root = folderOf({ a: "first", b: "second" });
    let fired = 0;
    const error = await refusal(root, {
      onProgress: (done) => {
        if (done === 5 && fired++ === 0) change(root);
      },
    });
    expect(fired).toBeGreaterThan(0);
    expect(error).toMatchObject({ code: "CONTENT_FILE_CHANGED", value: join(root, name) });
  });

  test("a file still to come goes", async () => {
    const root = folderOf({ a: "first", b: "second" });
    const onProgress = () => fs.rmSync(join(root, "b"), { force: true });
    expect(await refusal(root, { onProgress })).toMatchObject({
      code: "CONTENT_FILE_MISSING",
      value: join(root, "b"),
    });
  });
});
