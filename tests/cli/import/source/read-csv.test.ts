import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../../../cli/import/source/read-csv.ts';
import { SourceFailure } from '../../../../cli/import/source/source-failure.ts';
import type { SourceRow } from '../../../../cli/import/source/source-row.ts';
import { collect, hookImportFiles, writeNew } from '../../../support/import-files.ts';

hookImportFiles();

const rowsOf = (text: string | Uint8Array): Promise<SourceRow[]> =>
  collect(readCsv(writeNew('rows.csv', text)));

/** Line and columns of each row; of what is none, its raw text. */
const brief = (rows: readonly SourceRow[]) =>
  rows.map(row => [row.line, 'columns' in row ? Object.values(row.columns) : row.raw]);

describe('a CSV file', () => {
  it('has rows of text, on the lines on which they begin', async () => {
    expect(brief(await rowsOf('\uFEFFa,b\r\n1,"x\ny"\r\n\r\n"say ""hi""",4'))).toEqual([
      [2, ['1', 'x\ny']],
      [5, ['say "hi"', '4']],
    ]);
  });

  it('has null for what a database writes for it, unless it is in quotes', async () => {
    expect(brief(await rowsOf('a,b,c,d\n,NULL,\\N,"NULL"\n'))).toEqual([[2, [null, null, null, 'NULL']]]);
  });

  it.each([';', '\t', '|'])('can have %j between the columns', async delimiter => {
    const text = `a,b\n1,2\n`.replaceAll(',', delimiter);
    expect(brief(await rowsOf(text))).toEqual([[2, ['1', '2']]]);
  });

  it('without column names in its first line is a sentence', async () => {
    await expect(rowsOf('"a\n1,2\n')).rejects.toThrow('The first line has no column names');
    await expect(rowsOf('a,a\n1,2\n')).rejects.toThrow('Two columns have the same name');
  });
});

describe('a row that is broken', () => {
  it('with a quote that is not closed costs its own line only', async () => {
    expect(brief(await rowsOf('a,b\n1,2\n3,"x\n4,5\n6,"7"\n8,9\n'))).toEqual([
      [2, ['1', '2']],
      [3, '3,"x'],
      [4, ['4', '5']],
      [5, ['6', '7']],
      [6, ['8', '9']],
    ]);
  });

  it('with a quote within a field, or too many columns, or too few, is kept as it is', async () => {
    expect(brief(await rowsOf('a,b\n5"2,x\n1,2,3\n4\n5,6\n'))).toEqual([
      [2, '5"2,x'],
      [3, ['1', '2', '3']],
      [4, ['4']],
      [5, ['5', '6']],
    ]);
  });

  it('with a quote that is not closed in a large file does not take the file into memory', async () => {
    const row = `${'x'.repeat(100)},y\n`;
    const rows = await rowsOf(`a,b\n"open,1\n${row.repeat(30_000)}`);
    expect(rows).toHaveLength(30_001);
    expect(rows[0]).toMatchObject({ line: 2, raw: '"open,1' });
    expect(rows.at(-1)).toMatchObject({ line: 30_002, columns: { b: 'y' } });
  });
});

describe('any text', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', ';', '\n', '\r\n', ' ', '\\', '0') });

  it('that is written with quotes is read as it was', async () => {
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), async rows => {
        const text = [['a', 'b'], ...rows].map(row => row.map(quote).join(',')).join('\n');
        expect(
          (await rowsOf(text)).map(row => ('columns' in row ? Object.values(row.columns) : row)),
        ).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });

  it('and any bytes become rows, broken rows or a sentence', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      cell.map(text => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async content => {
        const file = Buffer.concat([Buffer.from('a,b\n'), content]);
        const rows = await rowsOf(file).catch(error => error);
        if (rows instanceof Error) expect(rows).toBeInstanceOf(SourceFailure);
        else if (rows.length > 0) expect(rows.at(-1).endByte).toBeLessThanOrEqual(file.length);
      }),
      { numRuns: 150 },
    );
  });
});
