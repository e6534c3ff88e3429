import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { firstCheckpoint, readCheckpoint, writeCheckpoint } from '../../../cli/import/checkpoint.ts';
import { hookImportFiles, newPath, writeNew } from '../../support/import-files.ts';

hookImportFiles();

const checkpoint = firstCheckpoint('the same import', 'users.csv.rejects.jsonl');

it('is read as it was written', async () => {
  const path = newPath('users.csv.checkpoint.json');
  await writeCheckpoint(path, checkpoint);
  expect(await readCheckpoint(path, checkpoint.import)).toEqual(checkpoint);
});

it('is refused if another version has written it, and stays', async () => {
  const { settled: _settled, ...rest } = checkpoint;
  // As it was before it had what the survey does not find in the file.
  const former = JSON.stringify({ ...rest, existing: 0, otherIds: 0 });
  const path = writeNew('users.csv.checkpoint.json', former);
  await expect(readCheckpoint(path, checkpoint.import)).rejects.toMatchObject({
    name: 'UsageError',
    message: `${path} is the checkpoint of an import with another file, other options or another database, or of another version: repeat that command, or delete the checkpoint to begin anew.`,
  });
  expect(readFileSync(path, 'utf8')).toBe(former);
});
