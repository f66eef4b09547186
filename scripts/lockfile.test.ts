import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Lockfile, completed, missingParts, platformOf } from "./bootstrap/lockfile.mjs";

const read = (): Lockfile =>
  JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"));

describe("package-lock.json", () => {
  it("names every platform's native parts (else run: node scripts/bootstrap/lockfile.mjs)", () => {
    expect(missingParts(read())).toEqual([]);
  });

  it("names no registry host", () => {
    const named = Object.entries(read().packages).filter(([, { resolved }]) => resolved !== undefined);
    expect(named.map(([path]) => path)).toEqual([]);
  });

  it.each(["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"])(
    "brings anvil and EDR to %s",
    (platform) => {
      const [os, cpu] = platform.split("-");
      const parts = Object.entries(read().packages).filter(
        ([, part]) => part.os?.includes(os!) && part.cpu?.includes(cpu!) && part.optional,
      );
      const names = parts.map(([path]) => path.replace("node_modules/", ""));
      expect(names).toContainEqual(expect.stringMatching(/^@foundry-rs\/anvil-/));
      expect(names).toContainEqual(expect.stringMatching(/^@nomicfoundation\/edr-/));
      expect(names).toContainEqual(expect.stringMatching(/^@rolldown\/binding-/));
    },
  );
});

describe("completing a lockfile", () => {
  const owner = {
    version: "2.0.0",
    optionalDependencies: { "@t/tool-linux-arm64-musl": "2.0.0", "tool-mac": "2.0.0" },
  };
  const linux = { optionalDependencies: { "@t/tool-linux-arm64-musl": "2.0.0" } };

  it("names a part at its package's exact version, for its platform only", () => {
    const { packages } = completed({ packages: { "node_modules/tool": linux } });
    expect(packages["node_modules/@t/tool-linux-arm64-musl"]).toMatchObject({
      version: "2.0.0",
      os: ["linux"],
      cpu: ["arm64"],
      libc: ["musl"],
      optional: true,
    });
    expect(missingParts({ packages })).toEqual([]);
  });

  it("leaves a complete lockfile alone, also where a part lies inside its package", () => {
    const nested = "node_modules/tool/node_modules/@t/tool-linux-arm64-musl";
    const lock = { packages: { "node_modules/tool": linux, [nested]: { version: "2.0.0" } } };
    expect(completed(lock)).toEqual(lock);
  });

  it("refuses a part whose platform its name does not tell", () => {
    expect(() => completed({ packages: { "node_modules/tool": owner } })).toThrow("tool-mac@2.0.0");
  });

  it.each([
    ["@foundry-rs/anvil-darwin-amd64", ["darwin"], ["x64"], undefined],
    ["@nomicfoundation/edr-win32-x64-msvc", ["win32"], ["x64"], undefined],
    ["@nomicfoundation/edr-linux-x64-gnu", ["linux"], ["x64"], ["glibc"]],
  ])("%s", (name, os, cpu, libc) => {
    expect(platformOf(name)).toEqual({ os, cpu, libc });
  });
});
