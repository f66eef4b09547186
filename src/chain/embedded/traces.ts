import { Transform } from "node:stream";

const OPENING = Buffer.from('"traces":[');
const [OPEN, CLOSE] = [0x5b, 0x5d];

/**
 * Empties every list of call traces in a dump. They are two thirds of its bytes and nobody here asks for
 * them; blocks, transactions, receipts and state stay. All text in a dump is hexadecimal or a fixed word, so
 * a bracket is always a list's.
 */
export function withoutTraces(): Transform {
  /** Lists open inside the one being left out; 0 outside. */
  let depth = 0;
  let kept: Buffer = Buffer.alloc(0);

  /** Where the list ends that is being left out, or the end of the bytes. */
  function skip(bytes: Buffer, from: number): number {
    let at = from;
    for (; at < bytes.length && depth > 0; at++) {
      if (bytes[at] === OPEN) depth++;
      else if (bytes[at] === CLOSE) depth--;
    }
    return depth === 0 ? at - 1 : at;
  }

  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let from = depth > 0 ? skip(chunk, 0) : 0;
      const bytes = depth > 0 ? Buffer.alloc(0) : Buffer.concat([kept, chunk.subarray(from)]);
      for (from = 0; depth === 0;) {
        const found = bytes.indexOf(OPENING, from);
        if (found === -1) break;
        const inside = found + OPENING.length;
        this.push(bytes.subarray(from, inside));
        depth = 1;
        from = skip(bytes, inside);
      }
      // The last bytes may be the beginning of an opening.
      const sure = depth > 0 ? bytes.length : Math.max(from, bytes.length - OPENING.length + 1);
      if (depth === 0) this.push(bytes.subarray(from, sure));
      kept = depth > 0 ? Buffer.alloc(0) : bytes.subarray(sure);
      done();
    },
    flush(done) {
      this.push(kept);
      done();
    },
  });
}
