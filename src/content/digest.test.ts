import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { digestFile, sha256OfFile } from "./digest.ts";
import { ContentError } from "./errors.ts";
import { newHash } from "./hashes.ts";

const folder = fs.mkdtempSync(join(tmpdir(), "suyuan-digest-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const MiB = 1024 * 1024;
const linux = process.platform === "linux";
let files = 0;

function file(content: string | Uint8Array): string {
  const path = join(folder, `${files++}.dat`);
  fs.writeFileSync(path, content);
  return path;
}

/** 70 MiB, enough for the threaded way, mostly holes. */
function largeFile(): string {
  const path = file("head");
  fs.truncateSync(path, 70 * MiB - 3);
  fs.appendFileSync(path, "tail");
  return path;
}

/** Runs `act` once, when the hash has gone `after` bytes into the file. */
const during = (after: number, act: () => void) => {
  let pending = true;
  return {
    onProgress: (done: number) => {
      if (!pending || done < after) return;
      pending = false;
      act();
    },
  };
};

describe("a file's digests", () => {
  // FIPS 180-4 and GB/T 32905-2016 give the values for "abc" and the SM3 of 16 times "abcd".
  test.each([
    [
      "abc",
      "0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      "0x66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    ],
    [
      "abcd".repeat(16),
      "0x" + createHash("sha256").update("abcd".repeat(16)).digest("hex"),
      "0xdebe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
    ],
    [
      "",
      "0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "0x1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b",
    ],
  ])("of %j are the published ones", async (content, sha256, sm3) => {
    expect(await digestFile(file(content))).toEqual({ sha256, sm3, size: content.length });
  });

  test.each([
    ["one chunk exactly", MiB],
    ["a byte more than a chunk", MiB + 1],
    ["more chunks than are held in memory", 9 * MiB - 7],
  ])("of %s are those of the bytes", async (_what, size) => {
    const bytes = Buffer.alloc(size, "提取");
    const path = file(bytes);
    const digest = await digestFile(path);
    expect(await sha256OfFile(path)).toBe(digest.sha256);
    expect(digest).toEqual({
      sha256: `0x${createHash("sha256").update(bytes).digest("hex")}`,
      sm3: `0x${createHash("sm3").update(bytes).digest("hex")}`,
      size,
    });
  });

  test("are the same when SM3 has a thread of its own, and progress only grows and ends at the total", async () => {
    const path = largeFile();
    const seen: number[] = [];
    const digest = await digestFile(path, {
      onProgress: (done, total) => {
        expect(total).toBe(70 * MiB + 1);
        seen.push(done);
      },
    });
    const bytes = fs.readFileSync(path);
    expect(digest.sha256).toBe(`0x${createHash("sha256").update(bytes).digest("hex")}`);
    expect(digest.sm3).toBe(`0x${createHash("sm3").update(bytes).digest("hex")}`);
    expect(seen[0]).toBe(0);
    expect(seen.at(-1)).toBe(70 * MiB + 1);
    expect(seen.every((done, i) => i === 0 || done > seen[i - 1]!)).toBe(true);
  });

  test("are not given once the caller has given up, small file or large", async () => {
    for (const path of [file(Buffer.alloc(3 * MiB)), largeFile()]) {
      const control = new AbortController();
      const digest = digestFile(path, { signal: control.signal, ...during(MiB, () => control.abort()) });
      await expect(digest).rejects.toThrow(control.signal.reason);
    }
  });

  test("a fault of the progress bar is not taken for a fault of the file", async () => {
    const fault = Object.assign(new Error("write EPIPE"), { code: "EPIPE", syscall: "write" });
    const onProgress = () => {
      throw fault;
    };
    await expect(digestFile(file("abc"), { onProgress })).rejects.toBe(fault);
  });
});

describe("a file that changes while it is hashed is refused, naming it", () => {
  const content = Buffer.alloc(6 * MiB, 1);
  const changes: [string, RegExp, (path: string) => void][] = [
    ["grows", /grew beyond/, (path) => fs.appendFileSync(path, "more")],
    ["shrinks", /ended after \d+ of its 6291456 bytes/, (path) => fs.truncateSync(path, MiB + 1)],
    ["vanishes", /it is gone/, (path) => fs.rmSync(path)],
    ["is replaced by a copy", /another file took its place/, replaceByCopy],
    ["is overwritten in place, the time of modification put back", /written to/, overwriteUnseen],
  ];

  test.each(changes)("it %s", async (_how, message, change) => {
    const path = file(content);
    fs.utimesSync(path, 1_000_000_000, 1_000_000_000);
    const refused = digestFile(
      path,
      during(2 * MiB, () => change(path)),
    );
    await expect(refused).rejects.toMatchObject({ code: "CONTENT_FILE_CHANGED", field: "file", value: path });
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow(path);
  });

  test("it is small, just written, and written again before its first byte is read", async () => {
    // Many, for only some of them would fall within one tick of the file system's clock.
    const paths = Array.from({ length: 40 }, () => file("abc"));
    const refusals = paths.map((path) => {
      fs.writeFileSync(path, "abc");
      return digestFile(
        path,
        during(0, () => fs.writeFileSync(path, "abd")),
      ).catch((error: ContentError) => [error.code, error.value]);
    });
    expect(await Promise.all(refusals)).toEqual(paths.map((path) => ["CONTENT_FILE_CHANGED", path]));
  });

  test("it is large enough for a thread", async () => {
    const path = largeFile();
    const refused = digestFile(
      path,
      during(69 * MiB, () => fs.appendFileSync(path, "x")),
    );
    await expect(refused).rejects.toMatchObject({ code: "CONTENT_FILE_CHANGED", value: path });
  });

  function replaceByCopy(path: string): void {
    fs.cpSync(path, `${path}.new`, { preserveTimestamps: true });
    fs.renameSync(`${path}.new`, path);
  }

  function overwriteUnseen(path: string): void {
    const handle = fs.openSync(path, "r+");
    fs.writeSync(handle, Buffer.alloc(10, 2), 0, 10, 0);
    fs.closeSync(handle);
    fs.utimesSync(path, 1_000_000_000, 1_000_000_000);
    expect(fs.statSync(path).mtimeMs).toBe(1e12);
  }
});

describe("what is not a readable file is refused", () => {
  const refusal = async (path: string) => {
    const error: unknown = await digestFile(path).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ContentError);
    expect(error).toMatchObject({ field: "file", value: path });
    return (error as ContentError).code;
  };

  test.each([
    ["a file that is not there", () => join(folder, "none")],
    ["a file below a file", () => join(file("abc"), "below")],
    ["no name", () => ""],
    ["a name with a zero byte", () => `${folder}/a\0b`],
    [
      "a link to nothing",
      () => (fs.symlinkSync(join(folder, "gone"), join(folder, "link")), join(folder, "link")),
    ],
  ])("%s is missing", async (_what, path) => {
    expect(await refusal(path())).toBe("CONTENT_FILE_MISSING");
  });

  test("a folder is not a file", async () => {
    expect(await refusal(folder)).toBe("CONTENT_NOT_A_FILE");
  });

  test.runIf(process.platform !== "win32")(
    "a fifo is not waited for, nor a device or socket read",
    async () => {
      const fifo = join(folder, "fifo");
      execFileSync("mkfifo", [fifo]);
      expect(await refusal(fifo)).toBe("CONTENT_NOT_A_FILE");
      expect(await refusal("/dev/zero")).toBe("CONTENT_NOT_A_FILE");
      const socket = join(folder, "socket");
      const server = createServer();
      await new Promise<void>((ready) => server.listen(socket, ready));
      expect(await refusal(socket)).toBe("CONTENT_NOT_A_FILE");
      server.close();
    },
  );

  test.runIf(linux)("a file the system refuses to read is unreadable, even for root", async () => {
    expect(await refusal("/proc/self/mem")).toBe("CONTENT_FILE_UNREADABLE");
  });

  test.runIf(linux && process.getuid?.() !== 0)("a file without permission is unreadable", async () => {
    const path = file("abc");
    fs.chmodSync(path, 0);
    expect(await refusal(path)).toBe("CONTENT_FILE_UNREADABLE");
  });

  test.runIf(linux)(
    "a file whose size the system does not tell is refused rather than taken for empty",
    async () => {
      expect(fs.statSync("/proc/version").size).toBe(0);
      expect(await refusal("/proc/version")).toBe("CONTENT_FILE_CHANGED");
    },
  );

  test("a Node build without one of the hashes says which, and what to do", () => {
    expect(() => newHash("no-such-hash")).toThrow(/no no-such-hash.*official/);
    expect(() => newHash("no-such-hash")).toThrow(ContentError);
  });
});
