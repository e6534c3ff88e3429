/**
 * Reads the rows of one JSON document: an array of them (Django's dumpdata), or `{"users": [ … ]}` (Firebase). Where it is
 * no JSON at all, it cannot be read any further, unlike lines.
 */
import { createReadStream } from 'node:fs';
import { type JsonLayout, JsonRowSplitter } from './json-row-splitter.ts';
import { SourceFailure } from './source-failure.ts';
import { rowMaxBytes, type SourceRow } from './source-row.ts';

const byteOrderMark = Buffer.from('\uFEFF');

/**
 * The rows of a JSON document.
 * @throws {SourceFailure} where the document is no JSON, or an entry is longer than a row can be
 */
export async function* readJsonDocument(path: string, layout: JsonLayout): AsyncGenerator<SourceRow> {
  const splitter = new JsonRowSplitter(layout);
  const attempt = (work: () => void): SourceFailure | null => {
    try {
      work();
      return null;
    } catch {
      // What the tokenizer says quotes the text, which can hold a hash.
      const { line } = splitter;
      return new SourceFailure(
        `The file is no JSON on or after line ${line}: mend it there, or fetch it again if it was cut off.`,
        line,
      );
    }
  };
  let isFirst = true;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const hasMark = isFirst && chunk.subarray(0, byteOrderMark.length).equals(byteOrderMark);
    isFirst = false;
    const failure = attempt(() => splitter.write(hasMark ? chunk.subarray(byteOrderMark.length) : chunk));
    yield* splitter.rows.splice(0);
    if (failure !== null) throw failure;
    if (splitter.keptBytes > rowMaxBytes) {
      throw new SourceFailure(
        `The entry on line ${splitter.line} is longer than ${rowMaxBytes} bytes.`,
        splitter.line,
      );
    }
  }
  const failure = attempt(() => splitter.end());
  yield* splitter.rows.splice(0);
  if (failure !== null) throw failure;
}
