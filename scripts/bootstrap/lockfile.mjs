// `node scripts/bootstrap/lockfile.mjs [package-lock.json]` completes the lockfile after `npm install`.
//
// npm leaves a native part of another platform out of the lockfile when the registry it asks does not hold
// that part (a partial mirror answers 404), and then never looks for it again: those platforms would stay
// without anvil or EDR. The parts' exact versions stand in their package's own optionalDependencies, so they
// are named here, without the integrity hash nobody could give us; `npm ci` then relies on the registry's.
// For the hash, delete such an entry and run `npm install` against a registry that holds the part.
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

const OS = ["darwin", "linux", "win32", "freebsd", "openbsd", "android", "openharmony"];
const CPU = {
  amd64: "x64",
  ...Object.fromEntries(
    ["x64", "arm64", "arm", "ia32", "loong64", "ppc64", "riscv64", "s390x"].map((c) => [c, c]),
  ),
};
const LIBC = { gnu: "glibc", gnueabihf: "glibc", musl: "musl", musleabihf: "musl" };

/** `@foundry-rs/anvil-linux-amd64` → linux, x64; undefined when the name ends in no platform we know. */
export function platformOf(name) {
  const words = name.split("/").pop().split("-");
  const os = words.find((word) => OS.includes(word));
  const cpu = words.map((word) => CPU[word]).find(Boolean);
  const libc = words.map((word) => LIBC[word]).find(Boolean);
  return os && cpu ? { os: [os], cpu: [cpu], libc: libc && [libc] } : undefined;
}

/** The optional parts that a package names and the lockfile does not: `{ owner, name, version }`. */
export function missingParts(lock) {
  return Object.entries(lock.packages).flatMap(([owner, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !placesOf(owner, name).some((path) => lock.packages[path]))
      .map(([name, version]) => ({ owner, name, version })),
  );
}

/** Where Node would look for the part, from its owner upwards. */
function placesOf(owner, name) {
  const parents = owner.split("node_modules/").slice(0, -1);
  const folders = parents.map((_, depth) =>
    owner
      .split("node_modules/")
      .slice(0, depth + 1)
      .join("node_modules/"),
  );
  return [...new Set(["", owner && `${owner}/`, ...folders])].map(
    (folder) => `${folder}node_modules/${name}`,
  );
}

function entryFor(lock, { owner, name, version }) {
  const platform = platformOf(name);
  if (!platform || !/^\d+\.\d+\.\d+/.test(version))
    throw new Error(`${owner} wants ${name}@${version}, which names no exact version for a known platform`);
  const { dev, license, engines } = lock.packages[owner];
  const { cpu, libc, os } = platform;
  // In npm's own order, so that its next write changes nothing; JSON leaves out what is undefined.
  return { version, cpu, dev, libc, license, optional: true, os, engines };
}

/** The lockfile with every platform's parts named, its packages in npm's order. */
export function completed(lock) {
  const added = missingParts(lock).map((part) => [`node_modules/${part.name}`, entryFor(lock, part)]);
  const packages = [...Object.entries(lock.packages), ...added];
  packages.sort(([a], [b]) => a.localeCompare(b, "en"));
  return { ...lock, packages: Object.fromEntries(packages) };
}

if (resolve(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) {
  const path = process.argv[2] ?? fileURLToPath(new URL("../../package-lock.json", import.meta.url));
  const lock = JSON.parse(readFileSync(path, "utf8"));
  writeFileSync(path, `${JSON.stringify(completed(lock), null, 2)}\n`);
  for (const { name, version } of missingParts(lock)) console.log(`named ${name}@${version}`);
}
