/** What `export` writes, `import` reads. */
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modeOf, newPath, readLines, someHash } from '../support/import-files.ts';
import { hookImports } from '../support/imports-into-empty-table.ts';
import { api, users, usersJson } from '../support/users-command.ts';

hookImports();

const anna = { username: 'anna', id: 7, password: someHash, activated: true, force_password_change: false };

describe('an export', () => {
  it('has no hashes unless it is asked for them, and only its owner can read it', async () => {
    await api.putUser({ ...anna, password_input: 'sha256-hex', note: 'of another tool' });
    const [without, with_] = [newPath('users.jsonl'), newPath('users.jsonl')];
    expect(await users(['export', without])).toMatchObject({ exitCode: 0 });
    expect((await users(['export', with_, '--with-hashes'])).out).not.toContain(someHash);
    const { password: _, ...state } = anna;
    expect(readLines(without)).toEqual([state]);
    expect(readLines(with_)).toEqual([{ ...anna, password_input: 'sha256-hex' }]);
    expect(modeOf(with_)).toBe('600');
  });

  it('activates nobody elsewhere whose row is broken', async () => {
    await api.putUser({ ...anna, activated: 1, force_password_change: 'no' });
    const path = newPath('users.jsonl');
    await users(['export', path]);
    expect(readLines(path)).toMatchObject([{ activated: false, force_password_change: true }]);
  });

  it('overwrites no file, and leaves none behind for an empty table', async () => {
    const path = newPath('users.jsonl');
    expect((await users(['export', path])).exitCode).toBe(0);
    expect(existsSync(path)).toBe(false);
    expect((await users(['export', import.meta.filename])).exitCode).toBe(2);
  });
});

describe('an export that cannot be written says why in words', () => {
  it.each([
    ['/nowhere/users.jsonl', 'there is no such folder'],
    [import.meta.dirname, 'it is a folder'],
    [`${import.meta.dirname}/`, 'it is a folder'],
  ])('%s', async (path, reason) => {
    expect(await users(['export', path])).toMatchObject({
      exitCode: 2,
      err: `The file ${path} cannot be written: ${reason}.\n`,
    });
  });
});

describe('an export with hashes', () => {
  const user = fc.record(
    {
      id: fc.oneof(fc.maxSafeInteger(), fc.uuid()),
      activated: fc.boolean(),
      force_password_change: fc.boolean(),
      password_input: fc.constantFrom('password+id', 'sha256-hex', 'wp-hmac-sha384', 'sha384'),
      sessions_valid_from: fc.integer({ min: 10 ** 12, max: 10 ** 13 - 1 }),
    },
    { requiredKeys: ['id', 'activated', 'force_password_change'] },
  );
  const table = fc.uniqueArray(user, { selector: ({ id }) => String(id), minLength: 1, maxLength: 20 });

  it('can be imported unchanged, here and into an empty table', async () => {
    await fc.assert(
      fc.asyncProperty(table, async rows => {
        const written = rows.map((row, n) => ({ ...row, username: `née${n}`, password: someHash }));
        await Promise.all(written.map(row => api.putUser(row)));
        const path = newPath('users.jsonl');
        await users(['export', path, '--with-hashes']);
        const here = await usersJson(['import', path]);
        expect(here.document).toMatchObject({ added: 0, unchanged: rows.length, rejected: 0 });
        await Promise.all(written.map(({ username }) => api.removeUser(username)));
        const elsewhere = await usersJson(['import', path]);
        expect(elsewhere.document).toMatchObject({ added: rows.length, rejected: 0 });
        for (const row of written) expect(await api.user(row.username)).toEqual(row);
        await Promise.all(written.map(({ username }) => api.removeUser(username)));
      }),
      { numRuns: 5 },
    );
  });
});
