import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEpochMs } from '../../lib/epoch-ms.ts';

const nowEpochMs = 1_795_554_293_123;

describe('a time in a database item', () => {
  it('is a whole number of milliseconds', () => {
    const time = fc.integer({ min: Date.UTC(2001, 8, 10), max: Date.UTC(2286, 0) });
    fc.assert(fc.property(time, epochMs => parseEpochMs(epochMs) === epochMs));
  });

  it('lies between 2001 and 2286', () => {
    expect([10 ** 12 - 1, 10 ** 12, 10 ** 13 - 1, 10 ** 13].map(parseEpochMs)).toEqual([
      null,
      10 ** 12,
      10 ** 13 - 1,
      null,
    ]);
  });

  it('can be 0, which is before all others', () => {
    expect(parseEpochMs(0)).toBe(0);
  });

  it('is rounded up to whole milliseconds', () => {
    expect(parseEpochMs(nowEpochMs + 0.25)).toBe(nowEpochMs + 1);
  });

  it.each<[string, unknown]>([
    ['seconds', Math.floor(nowEpochMs / 1000)],
    ['microseconds', nowEpochMs * 1000],
    ['nanoseconds', nowEpochMs * 1_000_000],
    ['negative', -nowEpochMs],
    ['a text', String(nowEpochMs)],
    ['missing', undefined],
    ['not finite', Number.POSITIVE_INFINITY],
    ['no number', Number.NaN],
  ])('is unusable if it is %s', (_case, value) => {
    expect(parseEpochMs(value)).toBe(null);
  });
});
