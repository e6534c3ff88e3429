/** `import --replace`: what becomes of a user who is there. */
import { describe, expect, it } from 'vitest';
import { otherHash, plainCsv, someHash, writeNew } from '../../support/import-files.ts';
import { hookImports } from '../../support/imports-into-empty-table.ts';
import { api, users, usersJson } from '../../support/users-command.ts';

hookImports();

describe('with --replace a user who is there', () => {
  it('is replaced: ended sessions stay ended, other attributes stay', async () => {
    const validFrom = api.clock.now();
    const ended = { sessions_valid_from: validFrom, note: 'keep' };
    await api.putUser({ username: 'anna', id: '1', password: otherHash, password_input: 'sha384', ...ended });
    await api.putUser({ username: 'ben', id: '2', password: someHash, activated: false, ...ended });
    const path = writeNew('users.csv', plainCsv(`anna,1,${someHash}`, `ben,2,${someHash}`));
    const { document } = await usersJson(['import', path, '--replace'], { answers: [true] });
    expect(document).toMatchObject({ replaced: 2, rejected: 0 });
    const anna = await api.user('anna');
    expect(anna).toMatchObject({ password: someHash, note: 'keep' });
    expect(anna).not.toHaveProperty('password_input');
    expect(anna?.['sessions_valid_from']).toBeGreaterThan(validFrom);
    expect(await api.user('ben')).toMatchObject({ activated: true, sessions_valid_from: validFrom });
  });

  // A condition cannot compare them, and the import tried for ever.
  it.each([
    ['a list', ['admin']],
    ['a number that JavaScript cannot carry', 12345678901234567890123n],
  ])('is replaced even if another tool has added %s', async (_, roles) => {
    await api.putUser({ username: 'anna', id: '1', password: otherHash, roles });
    const path = writeNew('users.csv', plainCsv(`anna,1,${someHash}`));
    const { document } = await usersJson(['import', path, '--replace'], { answers: [true] });
    expect(document).toMatchObject({ replaced: 1, rejected: 0 });
  });

  it('is not replaced if nobody says yes', async () => {
    await api.putUser({ username: 'anna', id: '1', password: otherHash });
    const path = writeNew('users.csv', plainCsv(`anna,1,${someHash}`));
    expect((await users(['import', path, '--replace'], { answers: [false] })).exitCode).toBe(1);
    expect((await users(['import', path, '--replace'])).exitCode).toBe(2);
    expect(await api.user('anna')).toMatchObject({ password: otherHash });
  });
});

describe('a user who is there with another id', () => {
  const thereAndFile = async () => {
    await api.putUser({ username: 'anna', id: 'mine', password: someHash });
    return writeNew('users.csv', plainCsv(`anna,1,${someHash}`));
  };

  it('keeps it: --replace rejects the row, and its dry run says so', async () => {
    const path = await thereAndFile();
    const dryRun = await usersJson(['import', path, '--replace', '--dry-run']);
    expect(dryRun.document).toMatchObject({ replaced: 0, rejected: 1 });
    const { exitCode, document, err } = await usersJson(['import', path, '--replace', '--yes']);
    expect(exitCode).toBe(1);
    expect(document).toMatchObject({ replaced: 0, rejected: 1, reasons: dryRun.document['reasons'] });
    expect(JSON.stringify(document) + err).toContain('--replace-ids overwrites it');
    expect(await api.user('anna')).toMatchObject({ id: 'mine' });
  });

  it('gets that of the file with --replace-ids, and the sessions end', async () => {
    const path = await thereAndFile();
    const dryRun = await usersJson(['import', path, '--replace', '--replace-ids', '--dry-run']);
    expect(dryRun.document).toMatchObject({ replaced: 1, rejected: 0 });
    const { document } = await usersJson(['import', path, '--replace', '--replace-ids', '--yes']);
    expect(document).toMatchObject({ replaced: 1, rejected: 0 });
    expect(await api.user('anna')).toMatchObject({ id: '1', sessions_valid_from: expect.any(Number) });
  });

  it('gets that of the file with --replace alone if nobody can sign in with the old one', async () => {
    await api.putUser({ username: 'anna', id: true, password: someHash });
    const path = writeNew('users.csv', plainCsv(`anna,1,${someHash}`));
    const { document } = await usersJson(['import', path, '--replace', '--yes']);
    expect(document).toMatchObject({ replaced: 1, rejected: 0 });
    expect(await api.user('anna')).toMatchObject({ id: '1' });
  });

  it('keeps it where the file has none', async () => {
    const path = writeNew('users.csv', `username,password\nanna,${someHash}\n`);
    await api.putUser({ username: 'anna', id: 'mine', password: otherHash });
    const args = ['import', path, '--generate-ids'];
    const replaced = await usersJson([...args, '--replace', '--yes']);
    expect(replaced.document).toMatchObject({ replaced: 1, rejected: 0 });
    expect(await api.user('anna')).toMatchObject({ id: 'mine', password: someHash });
    expect((await usersJson([...args, '--dry-run'])).document).toMatchObject({ unchanged: 1, rejected: 0 });
    expect((await usersJson(args)).document).toMatchObject({ unchanged: 1, rejected: 0 });
  });

  it('is not replaced with --replace-ids alone, which is wrong usage', async () => {
    const { exitCode, err } = await users(['import', await thereAndFile(), '--replace-ids']);
    expect(exitCode).toBe(2);
    expect(err).toContain('--replace-ids needs --replace');
  });
});
