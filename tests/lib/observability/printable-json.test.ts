import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printableJson } from '../../../lib/observability/printable-json.ts';

describe('JSON that a terminal can show', () => {
  const text = fc.string({ unit: 'binary' });

  it('has no such character but its own line ends, and the same value', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), entries => {
        const value = { entries, object: Object.fromEntries(entries.map(([key, one]) => [`_${key}`, one])) };
        const document = printableJson(value, 2);
        expect(document.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(JSON.parse(document)).toEqual(value);
      }),
    );
  });

  it.each([
    ['\u009b31m', String.raw`"\u009b31m"`],
    ['\u202eevil', String.raw`"\u202eevil"`],
    ['\u{e0041}', String.raw`"\udb40\udc41"`],
    ['\u007f', String.raw`"\u007f"`],
    ['née 李 ☃', '"née 李 ☃"'],
  ])('has %j as %s', (value, shown) => {
    expect(printableJson([value], 2)).toBe(`[\n  ${shown}\n]\n`);
  });
});
