/** The same contents with room for at least `length` entries; room doubles, and new entries are zero. */
export function grown(array: Uint32Array, length: number): Uint32Array {
  if (length <= array.length) return array;
  const larger = new Uint32Array(Math.max(length, array.length * 2));
  larger.set(array);
  return larger;
}

/** A list of 32-bit numbers that grows without boxing them. */
export class NumberList {
  items: Uint32Array = new Uint32Array(64);
  length = 0;

  push(value: number): void {
    if (this.length === this.items.length) this.items = grown(this.items, this.length + 1);
    this.items[this.length++] = value;
  }
}
