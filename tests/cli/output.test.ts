import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable, quoted } from '../../cli/output/printable.ts';
import { table } from '../../cli/output/table.ts';

describe('text from the database on a terminal', () => {
  it('has no control character, no direction mark and nothing that cannot be seen', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it('stays as it is if all of it can be seen', () => {
    expect(printable('Anna Meier <anna@example.com> ☃ 李')).toBe('Anna Meier <anna@example.com> ☃ 李');
  });
});

describe('a name in a sentence', () => {
  it.each([
    ['anna.meier', 'anna.meier'],
    ['anna+1@example.com', 'anna+1@example.com'],
    ['anna meier', "'anna meier'"],
    ["o'hara", String.raw`'o'\''hara'`],
    ['$(reboot)', "'$(reboot)'"],
    ['', "''"],
  ])('%j can be pasted into a shell', (name, shown) => {
    expect(quoted(name)).toBe(shown);
  });
});

describe('a table', () => {
  it('has its cells below one another, and no line end out of a cell', () => {
    expect(
      table(
        ['name', 'id'],
        [
          ['anna', '1'],
          ['b\nc', '2'],
        ],
      ),
    ).toEqual(['name     id', 'anna     1', 'b\\u{a}c  2']);
  });
});
