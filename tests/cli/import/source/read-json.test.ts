/** JSON lines and JSON documents. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonLayout } from '../../../../cli/import/source/json-row-splitter.ts';
import { readJsonDocument } from '../../../../cli/import/source/read-json-document.ts';
import { readJsonLines } from '../../../../cli/import/source/read-json-lines.ts';
import { SourceFailure } from '../../../../cli/import/source/source-failure.ts';
import type { SourceRow } from '../../../../cli/import/source/source-row.ts';
import { collect, hookImportFiles, writeNew } from '../../../support/import-files.ts';

hookImportFiles();

const brief = (rows: readonly SourceRow[]) =>
  rows.map(row => [row.line, 'columns' in row ? row.columns : row.raw]);

const linesOf = (text: string | Uint8Array) => collect(readJsonLines(writeNew('rows.jsonl', text)));

/** The rows up to where the document ends or breaks, and the sentence about that. */
async function readAll(text: string | Uint8Array, layout: JsonLayout) {
  const rows: SourceRow[] = [];
  try {
    for await (const row of readJsonDocument(writeNew('rows.json', text), layout)) rows.push(row);
    return { rows, failure: null };
  } catch (error) {
    return { rows, failure: error };
  }
}

describe('JSON lines', () => {
  it('are one object each, and empty lines are none', async () => {
    expect(brief(await linesOf('\uFEFF{"a":1}\r\n\n{"a":{"b":[2]}}'))).toEqual([
      [1, { a: 1 }],
      [3, { a: { b: [2] } }],
    ]);
  });

  it('that are no object stand for themselves', async () => {
    expect(brief(await linesOf('{"a":1\n[1]\n7\nnull\n{"a":2}\n'))).toEqual([
      [1, '{"a":1'],
      [2, '[1]'],
      [3, '7'],
      [4, 'null'],
      [5, { a: 2 }],
    ]);
  });

  it('that are longer than a row can be are named and not kept', async () => {
    const rows = await linesOf(`{"a":"${'x'.repeat(3_000_000)}"}\n{"a":1}\n`);
    expect(rows).toMatchObject([
      { line: 1, broken: expect.stringContaining('longer than') },
      { columns: { a: 1 } },
    ]);
  });
});

describe('a JSON document', () => {
  it('has its rows on the lines on which they begin', async () => {
    const { rows, failure } = await readAll('\uFEFF[\n{"a":{"b":[1]}},\n\n{"é":2}, {"a":3}\n]\n', 'array');
    expect(failure).toBeNull();
    expect(brief(rows)).toEqual([
      [2, { a: { b: [1] } }],
      [4, { é: 2 }],
      [4, { a: 3 }],
    ]);
  });

  it('can have its rows under users, and none elsewhere', async () => {
    const { rows } = await readAll('{"x":[{"z":1}],"users":[{"a":1}],"y":{"users":[{"z":1}]}}', 'users');
    expect(brief(rows)).toEqual([[1, { a: 1 }]]);
  });

  it('can have an entry that is broken, or no object', async () => {
    const { rows, failure } = await readAll('[{"a":},\n{"a":1},2,[3]]', 'array');
    expect(failure).toBeNull();
    expect(brief(rows)).toEqual([
      [1, '{"a":}'],
      [2, { a: 1 }],
      [2, 2],
      [2, '[3]'],
    ]);
  });

  it.each([
    ['[{"a":1},\n{"a":2', 2],
    ['[{"a":1},\n', 1],
    ['[{"a":1}\n]x', 2],
  ])('that ends amiss is read up to there: %j', async (text, line) => {
    const { rows, failure } = await readAll(text, 'array');
    expect(brief(rows)).toEqual([[1, { a: 1 }]]);
    expect(failure).toBeInstanceOf(SourceFailure);
    expect(failure).toMatchObject({
      line,
      message: expect.stringContaining(`no JSON on or after line ${line}`),
    });
  });

  it('with an entry longer than a row can be ends there', async () => {
    const { failure } = await readAll(`[{"a":1},\n{"a":"${'x'.repeat(3_000_000)}"}]`, 'array');
    expect(failure).toMatchObject({ message: expect.stringContaining('longer than') });
  });
});

describe('any', () => {
  const rows = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 5 });

  it('rows are read as they were written, whatever the indentation', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.nat(2), async (written, indentation) => {
        const array = await readAll(JSON.stringify(written, null, indentation), 'array');
        const users = await readAll(JSON.stringify({ users: written }, null, indentation), 'users');
        const lines = await linesOf(written.map(row => JSON.stringify(row)).join('\n'));
        const expected = JSON.parse(JSON.stringify(written));
        for (const read of [array.rows, users.rows, lines]) {
          expect(read.map(row => ('columns' in row ? row.columns : row))).toEqual(expected);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('bytes become rows, broken rows or a sentence', async () => {
    const piece = fc.constantFrom(
      '{"a":1}',
      '[',
      ']',
      '{',
      '}',
      ',',
      '"',
      '\\',
      '\n',
      'nul',
      '1e',
      'é',
      '"users":',
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 100 }),
      fc.array(piece).map(parts => Buffer.from(parts.join(''))),
    );
    await fc.assert(
      fc.asyncProperty(
        bytes,
        fc.constantFrom('array' as const, 'users' as const),
        async (content, layout) => {
          const start = layout === 'array' ? '[' : '{"users":[';
          const { failure } = await readAll(Buffer.concat([Buffer.from(start), content]), layout);
          if (failure !== null) expect(failure).toBeInstanceOf(SourceFailure);
          await linesOf(content);
        },
      ),
      { numRuns: 200 },
    );
  });
});
