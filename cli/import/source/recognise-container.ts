/** Tells by its first bytes, and by its ending, how a file holds its rows. */
import { open } from 'node:fs/promises';
import { fileFailureReason } from '../file-failure.ts';
import { SourceFailure } from './source-failure.ts';

/** CSV; JSON lines; one JSON array; one JSON object with an array `users`. */
export type Container = 'csv' | 'json-lines' | 'json-array' | 'json-users';

/** As many as it takes to see what comes after a byte order mark and white space. */
const startBytes = 4096;

/** Files that are no text, by the bytes with which they begin, and what to do. */
const notText: readonly (readonly [string, string])[] = [
  ['1f8b', 'The file is compressed: run gunzip on it first.'],
  ['504b0304', 'The file is a ZIP archive or a spreadsheet: unpack it, or save it as CSV.'],
  ['fffe', 'The file is UTF-16: save it as UTF-8.'],
  ['feff', 'The file is UTF-16: save it as UTF-8.'],
];

/** A first line that is broken does not make CSV of JSON lines. */
const endingOfJsonLines = /\.(jsonl|ndjson)$/i;

function containerOf(start: string, path: string): Container {
  const text = start.replace(/^\uFEFF/, '').trimStart();
  if (text.startsWith('[')) return 'json-array';
  if (/^\{\s*"users"\s*:\s*\[/.test(text)) return 'json-users';
  return text.startsWith('{') || endingOfJsonLines.test(path) ? 'json-lines' : 'csv';
}

/**
 * How a file holds its rows.
 * @throws {SourceFailure} if it cannot be read, is empty, or is no text
 */
export async function recogniseContainer(path: string): Promise<Container> {
  const start = await readStart(path);
  const sentence = notText.find(([bytes]) => start.toString('hex').startsWith(bytes))?.[1];
  if (sentence !== undefined) throw new SourceFailure(sentence);
  if (start.includes(0)) throw new SourceFailure('The file is no text: export the users as CSV or JSON.');
  const text = start.toString();
  if (text.replace(/^\uFEFF/, '').trim() === '') throw new SourceFailure('The file is empty.');
  return containerOf(text, path);
}

async function readStart(path: string): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(startBytes), 0, startBytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new SourceFailure(`The file ${path} cannot be read${fileFailureReason(error, 'file')}`);
  }
}
