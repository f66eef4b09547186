import { closeSync, createReadStream, fstatSync, openSync } from "node:fs";

/** The first bytes of a file as they are now. Its name may be given to another file meanwhile. */
export interface HeldFile {
  readonly inode: number;
  readonly bytes: number;
  /** Fewer of them. */
  first(bytes: number): HeldFile;
  read(): AsyncIterable<Buffer>;
  release(): void;
}

/** For files that only grow: what was synced by now does not change, so it can be read later. */
export function holdFile(path: string): HeldFile {
  const fd = openSync(path, "r");
  const { ino: inode, size } = fstatSync(fd);
  const held = (bytes: number): HeldFile => ({
    inode,
    bytes,
    first: held,
    read() {
      // A stream cannot be told to end before it begins.
      if (bytes === 0) return (async function* () {})();
      return createReadStream(path, {
        fd,
        start: 0,
        end: bytes - 1,
        autoClose: false,
      }) as AsyncIterable<Buffer>;
    },
    release: () => closeSync(fd),
  });
  return held(size);
}
