/** A file that only its owner can read, and that overwrites no other one. */
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PrivateFile } from '../../../cli/import/private-file.ts';
import { hookImportFiles, modeOf, newPath, writeNew } from '../../support/import-files.ts';

hookImportFiles();

describe('a private file', () => {
  it('is made when the first text is written', async () => {
    const file = await PrivateFile.create(newPath('a'));
    await file.append('');
    expect(existsSync(file.path)).toBe(false);
    await file.append('é');
    await file.close();
    expect([file.bytes, modeOf(file.path)]).toEqual([2, '600']);
  });

  it('gets the next free number if it is not named by somebody', async () => {
    const name = newPath('a');
    writeFileSync(`${name}.x`, '');
    writeFileSync(`${name}-2.x`, '');
    expect((await PrivateFile.createNumbered(name, '.x')).path).toBe(`${name}-3.x`);
    await expect(PrivateFile.create(`${name}.x`)).rejects.toThrow('exists already');
    await expect(PrivateFile.createNumbered('/nowhere/at/all', '.x')).rejects.toThrow('cannot be written');
  });

  it('that is discarded is gone, and one that was not written leaves another one alone', async () => {
    const file = await PrivateFile.create(newPath('a'));
    await file.append('half of it');
    await file.discard();
    expect(existsSync(file.path)).toBe(false);
    const unwritten = await PrivateFile.create(file.path);
    writeFileSync(file.path, 'of another program');
    await unwritten.discard();
    expect(readFileSync(file.path, 'utf8')).toBe('of another program');
  });
});

describe('a private file of an earlier run', () => {
  it('is cut to the length that it had, and goes on there', async () => {
    const path = writeNew('a', 'done, half');
    const file = await PrivateFile.resume(path, 5);
    await file.append('again');
    await file.close();
    expect(readFileSync(path, 'utf8')).toBe('done,again');
  });

  it('is refused with a sentence if it is gone, shorter or a link now, and nothing is changed', async () => {
    const short = writeNew('a', 'abc');
    await expect(PrivateFile.resume(short, 5)).rejects.toThrow('is shorter than it was: put it back');
    expect(readFileSync(short, 'utf8')).toBe('abc');
    await expect(PrivateFile.resume(newPath('a'), 5)).rejects.toThrow('cannot be opened (ENOENT)');
    const link = newPath('a');
    symlinkSync(writeNew('victim', 'a long text'), link);
    await expect(PrivateFile.resume(link, 5)).rejects.toThrow('cannot be opened (ELOOP)');
  });
});
