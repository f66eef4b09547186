/** Reads LevelDB's numbers and strings one after the other. Throws RangeError beyond the end. */
export class Reader {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  get at(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** Seven bits a byte, the lowest first. Exact below 2^53. */
  number(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined || factor > 2 ** 63) throw new RangeError("a number has no end");
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  /** A length and as many bytes. */
  string(): Uint8Array {
    return this.skip(this.number());
  }

  skip(length: number): Uint8Array {
    const found = this.#bytes.subarray(this.#at, this.#at + length);
    if (found.length < length) throw new RangeError("a string has no end");
    this.#at += length;
    return found;
  }
}
