import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { recogniseContainer } from '../../../../cli/import/source/recognise-container.ts';
import { hookImportFiles, newPath, writeNew } from '../../../support/import-files.ts';

hookImportFiles();

const recognise = (content: string | Uint8Array) => recogniseContainer(writeNew('file', content));

describe('by its first bytes a file is', () => {
  it.each([
    ['csv', 'username,id,password\n'],
    ['csv', '"username";"id"\n'],
    ['json-lines', '{"username":"anna"}\n'],
    ['json-lines', '\uFEFF {"usersX": [1]}\n'],
    ['json-array', '\n [\n {"model": "auth.user"'],
    ['json-users', '{ "users" : [\n'],
  ])('%s: %j', async (container, content) => {
    expect(await recognise(content)).toBe(container);
  });
});

describe('a file that cannot be imported is a sentence', () => {
  it.each([
    ['empty', ' \n', 'The file is empty.'],
    ['compressed', gzipSync('a'), 'run gunzip'],
    ['a spreadsheet', Buffer.from('PK\u0003\u0004'), 'save it as CSV'],
    ['UTF-16', Buffer.from('\uFEFFa,b', 'utf16le'), 'save it as UTF-8'],
    ['no text', Uint8Array.of(1, 0, 2), 'no text'],
  ])('if it is %s', async (_case, content, sentence) => {
    await expect(recognise(content)).rejects.toThrow(sentence);
  });

  it('if it is not there', async () => {
    const path = newPath('missing');
    await expect(recogniseContainer(path)).rejects.toThrow(
      `The file ${path} cannot be read: there is no such file.`,
    );
  });

  it('if it is a folder', async () => {
    const path = import.meta.dirname;
    await expect(recogniseContainer(path)).rejects.toThrow(
      `The file ${path} cannot be read: it is a folder.`,
    );
  });

  it('if it cannot be read for a rarer reason, whose code is said', async () => {
    const path = `${import.meta.filename}/in-a-file`;
    await expect(recogniseContainer(path)).rejects.toThrow(`The file ${path} cannot be read (ENOTDIR).`);
  });
});
