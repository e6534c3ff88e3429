import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fingerprintOf, SeenKeys } from '../../../cli/import/seen-keys.ts';

it('Seen keys have the values that were set last, as a Map has', () => {
  const key = fc.oneof(
    fc.string().map(fingerprintOf),
    // Keys that want the same slot.
    fc.bigInt({ min: 1n, max: 5n }).map(n => (n << 20n) + 3n),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }))), entries => {
      const seen = new SeenKeys();
      const map = new Map<bigint, bigint>();
      for (const [key, value] of entries) {
        expect(seen.get(key)).toBe(map.get(key) ?? null);
        seen.set(key, value);
        map.set(key, value);
      }
      for (const [key, value] of map) expect(seen.get(key)).toBe(value);
    }),
  );
});

it('Seen keys stay when there are many', () => {
  const seen = new SeenKeys();
  for (let n = 0; n < 10_000; n++) seen.set(fingerprintOf(`user${n}`), BigInt(n));
  for (let n = 0; n < 10_000; n++) expect(seen.get(fingerprintOf(`user${n}`))).toBe(BigInt(n));
  expect(seen.get(fingerprintOf('nobody'))).toBeNull();
});
