/** Reads JSON lines (NDJSON): one object a line. A line that is none stands for itself alone. */
import { createReadStream } from 'node:fs';
import { type Columns, columnsOf, rowMaxBytes, type SourceRow } from './source-row.ts';
import { isUnmendedReject } from './unmended-reject.ts';

const newline = 0x0a;
const unmended = 'The row is not mended yet: write an object with columns instead of its raw';

interface Line {
  readonly number: number;
  readonly endByte: number;
  /** Null if the line is longer than a row can be; its bytes are not kept. */
  readonly text: string | null;
}

/** The lines of a file, without keeping more than one of them. */
async function* linesOf(path: string): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let bytes = 0;
  let offset = 0;
  let number = 0;
  const line = (): Line => {
    number += 1;
    const text = bytes > rowMaxBytes ? null : Buffer.concat(parts).toString();
    parts = [];
    bytes = 0;
    return { number, endByte: offset, text };
  };
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let start = 0;
    while (start < chunk.length) {
      const found = chunk.indexOf(newline, start);
      const end = found === -1 ? chunk.length : found + 1;
      bytes += end - start;
      offset += end - start;
      if (bytes <= rowMaxBytes) parts.push(chunk.subarray(start, end));
      start = end;
      if (found !== -1) yield line();
    }
  }
  if (bytes > 0) yield line();
}

function parseObject(text: string): Columns | null {
  try {
    return columnsOf(JSON.parse(text));
  } catch {
    // What the parser says quotes the text, which can hold a hash.
    return null;
  }
}

/** The rows of a file of JSON lines; empty lines are left out. */
export async function* readJsonLines(path: string): AsyncGenerator<SourceRow> {
  for await (const { number, endByte, text } of linesOf(path)) {
    const row = { line: number, endByte };
    if (text === null) {
      yield {
        ...row,
        broken: `The line is longer than ${rowMaxBytes} bytes, so it is not copied here`,
        raw: '',
      };
      continue;
    }
    const trimmed = text.replace(/^\uFEFF/, '').trim();
    if (trimmed === '') continue;
    const columns = parseObject(trimmed);
    if (columns === null) yield { ...row, broken: 'The line is no JSON object', raw: trimmed };
    else if (isUnmendedReject(columns)) yield { ...row, broken: unmended, raw: columns['raw'] };
    else yield { ...row, columns };
  }
}
