/**
 * Remembers which keys were seen, and a number for each, in 32 to 64 bytes a key, however long the key is. It keeps 64 bits
 * of a SHA-256. That two of a million different keys are taken for one has a chance of 1 in 30 million; then a row is
 * rejected, with a reason, and nothing else happens.
 */
import { createHash } from 'node:crypto';

const firstCapacity = 1024;

/** The first 64 bits of a key's SHA-256; never 0, which marks a free slot. */
export const fingerprintOf = (key: string): bigint =>
  createHash('sha256').update(key).digest().readBigUInt64LE() || 1n;

/** A hash table with open addressing. Keys and values are 64-bit numbers; a key is not 0. */
export class SeenKeys {
  #keys = new BigUint64Array(firstCapacity);
  #values = new BigUint64Array(firstCapacity);
  #count = 0;

  /** The value of a key; null if it was not seen. */
  get(key: bigint): bigint | null {
    const slot = this.#slotOf(key);
    return this.#keys[slot] === key ? (this.#values[slot] ?? null) : null;
  }

  /** Remembers a key, or another value for it. */
  set(key: bigint, value: bigint): void {
    if (this.#count * 2 >= this.#keys.length) this.#grow();
    const slot = this.#slotOf(key);
    if (this.#keys[slot] !== key) this.#count += 1;
    this.#keys[slot] = key;
    this.#values[slot] = value;
  }

  /** The slot that has the key, or the free one for it. At least half of the slots are free. */
  #slotOf(key: bigint): number {
    const mask = this.#keys.length - 1;
    let slot = Number(key & BigInt(mask));
    while (this.#keys[slot] !== 0n && this.#keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = new BigUint64Array(keys.length * 2);
    this.#values = new BigUint64Array(keys.length * 2);
    for (const [index, key] of keys.entries()) {
      if (key === 0n) continue;
      const slot = this.#slotOf(key);
      this.#keys[slot] = key;
      this.#values[slot] = values[index] ?? 0n;
    }
  }
}
