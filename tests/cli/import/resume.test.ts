/** An import that is cut goes on with the same command: tried by SIGKILL, and by a database that is gone. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { modeOf, newPath, plainCsv, readLines, someHash, writeNew } from '../../support/import-files.ts';
import { hookImports } from '../../support/imports-into-empty-table.ts';
import { api, signIn, usersJson } from '../../support/users-command.ts';

hookImports();

/** Starts the command, and kills it as soon as something is there: a user, unless another question is asked. */
async function importAndKill(
  args: readonly string[],
  path: string,
  username: string,
  isThere = async () => (await api.user(username)) !== undefined,
): Promise<void> {
  const command = join(import.meta.dirname, '../../../cli/users.ts');
  const child = spawn(process.execPath, [command, 'import', path, ...args], { stdio: 'ignore' });
  while (child.exitCode === null && !(await isThere())) await pause(10);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
}

const rows = 2200;
/** Each hundredth row has no hash. */
const broken = rows / 100;
const csv = plainCsv(
  ...Array.from({ length: rows }, (_, n) => `user${n},${n},${n % 100 === 7 ? 'x' : someHash}`),
);

describe('a checkpoint', () => {
  it('is not written through a link that lies in its place', async () => {
    const victim = writeNew('victim', 'mine');
    const path = writeNew('users.csv', plainCsv(`anna,1,${someHash}`));
    symlinkSync(victim, `${path}.checkpoint.json.new`);
    expect((await usersJson(['import', path])).document).toMatchObject({ added: 1 });
    expect(readFileSync(victim, 'utf8')).toBe('mine');
  });
});

describe('an import that is killed', () => {
  it('goes on where it was, and ends as one that was not', async () => {
    const path = writeNew('users.csv', csv);
    await importAndKill([], path, 'user1500');
    expect(modeOf(`${path}.checkpoint.json`)).toBe('600');
    const { document } = await usersJson(['import', path]);
    expect(document['resumed_at_row']).toBeGreaterThanOrEqual(1000);
    expect(document).toMatchObject({ rows, rejected: broken, replaced: 0, can_sign_in: rows - broken });
    expect(Number(document['added']) + Number(document['unchanged'])).toBe(rows - broken);
    const rejected = readLines(`${path}.rejects.jsonl`).map(({ reject_line }) => reject_line);
    expect(rejected).toEqual(Array.from({ length: broken }, (_, n) => n * 100 + 9));
    expect((await usersJson(['list', '--limit', '1'])).document).toMatchObject({
      users: [{ state: 'active' }],
    });
    expect(existsSync(`${path}.checkpoint.json`)).toBe(false);
    expect(await api.user('user2199')).toMatchObject({ id: '2199', password: someHash });
  });

  it('says at its end of all rows what became of them', async () => {
    const path = writeNew('users.csv', csv);
    const taken = ['user3', 'user2000', 'user2199'];
    for (const username of taken) await api.putUser({ username, id: `of ${username}`, password: someHash });
    await importAndKill([], path, 'user1500');
    const { document } = await usersJson(['import', path]);
    expect(document['resumed_at_row']).toBeGreaterThanOrEqual(1000);
    expect(document).toMatchObject({
      rejected: broken + 3,
      can_sign_in: rows - broken - 3,
      ids: { string: rows - broken - 3 },
      reasons: [
        { count: broken },
        { column: 'username', count: 3, first: [{ at: 5 }, { at: 2002 }, { at: 2201 }] },
      ],
    });
  });

  it('has given each user the password that is in the file', async () => {
    const names = Array.from({ length: 300 }, (_, n) => `user${n}`);
    const path = writeNew(
      'users.jsonl',
      names.map(username => JSON.stringify({ username, id: username })).join('\n'),
    );
    const passwords = newPath('passwords.jsonl');
    // The second batch has been written, and no checkpoint since: making the passwords of the third takes a second or
    // two.
    await importAndKill(['--generate-passwords', passwords], path, 'user199');
    const { document } = await usersJson(['import', path, '--generate-passwords', passwords]);
    expect(document).toMatchObject({ rejected: 0, generated_passwords: 300 });
    const generated = readLines(passwords);
    expect(generated.map(({ username }) => username)).toEqual(names);
    for (const n of [0, 99, 100, 150, 199, 200, 299]) {
      const { body } = await signIn(`user${n}`, String(generated[n]?.['password']));
      expect(body).toMatchObject({ error_code: 'change_password' });
    }
  });

  it('during the sessions goes on with them', async () => {
    const names = Array.from({ length: 20 }, (_, n) => `user${n}`);
    const path = writeNew(
      'users.csv',
      plainCsv('ben,b,x', ...names.map((name, n) => `${name},${n},${someHash}`)),
    );
    const tokens = Array.from({ length: 2500 }, (_, n) => `${`${n}x`.padEnd(64, 'A')},${n % 20}`);
    const sessions = writeNew('tokens.csv', ['token,user_id', 'short,1', ...tokens].join('\n'));
    const args = ['--sessions', sessions];
    await importAndKill(args, path, '', async () => (await api.sessions()).length > 0);
    const { document } = await usersJson(['import', path, ...args]);
    expect(document).toMatchObject({
      resumed_at_row: 21,
      added: 20,
      rejected: 1,
      rejects: `${path}.rejects.jsonl`,
    });
    const report = document['sessions'] as { added: number; unchanged: number; rejected: number };
    expect(report.unchanged).toBeGreaterThan(0);
    expect(report).toMatchObject({ added: 2500 - report.unchanged, rejected: 1 });
    expect(await api.sessions()).toHaveLength(2500);
    expect(existsSync(`${path}.checkpoint.json`)).toBe(false);
  });

  it('goes on only with the files that it has written', async () => {
    const path = writeNew('users.csv', csv);
    await importAndKill([], path, 'user1500');
    writeFileSync(`${path}.rejects.jsonl`, '{}');
    const { exitCode, document } = await usersJson(['import', path]);
    expect(exitCode).toBe(2);
    expect(document).toMatchObject({ message: expect.stringContaining('is shorter than it was') });
    expect(readFileSync(`${path}.rejects.jsonl`, 'utf8')).toBe('{}');
  });

  it('does not go on with another file, or with other options', async () => {
    const path = writeNew('users.csv', csv);
    await importAndKill([], path, 'user500');
    const otherOptions = await usersJson(['import', path, '--inactive']);
    expect(otherOptions).toMatchObject({
      exitCode: 2,
      document: { message: expect.stringContaining('other options') },
    });
    writeFileSync(path, `${csv}another,9999,${someHash}\n`);
    expect((await usersJson(['import', path])).exitCode).toBe(2);
  });
});
