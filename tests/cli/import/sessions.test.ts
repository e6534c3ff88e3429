/** Sessions that come along: only under their hash, and as long-lived as new ones. */
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { routeEvent } from '../../support/event-builder.ts';
import {
  hookImportFiles,
  modeOf,
  newPath,
  plainCsv,
  someHash,
  writeNew,
} from '../../support/import-files.ts';
import { api, hookUsersCommand, usersJson } from '../../support/users-command.ts';

hookUsersCommand();
hookImportFiles();

const token = 'OldToken'.padEnd(64, '7');
const tokens = (...rows: readonly string[]) =>
  writeNew('user_tokens.csv', ['id,token,purpose,description,user_id', ...rows].join('\n'));
const redeem = (session_token: string) =>
  api.call(routeEvent('POST /api/auth/IamLoggedIn', { body: { session_token } }));

describe('a file of sessions', () => {
  it('needs no file of users, and signs its users in', async () => {
    await api.putUser({ username: 'anna', id: 33, sessions_valid_from: api.clock.now() + 4000 });
    const path = tokens(`1,${token},stayLoggedIn,"Firefox: 69",33`);
    const { exitCode, document } = await usersJson(['import', '--sessions', path]);
    expect(exitCode).toBe(0);
    expect(document).toEqual({ sessions: { added: 1, unchanged: 0, rejected: 0, skipped: 0 } });
    expect((await redeem(token)).status).toBe(202);
    expect(await api.sessions()).toMatchObject([
      {
        user_id: 'n:33',
        username: 'anna',
        session_information: 'Firefox: 69',
        created_at: api.clock.now(),
        expires_at: Math.floor(api.clock.now() / 1000) + 14 * 86_400,
      },
    ]);
    expect(JSON.stringify(await api.sessions())).not.toContain(token);
  });

  it('changes nothing when it is imported once more', async () => {
    const before = await api.sessions();
    api.clock.advance(1000);
    const path = tokens(`1,${token},stayLoggedIn,Other,33`);
    const { document } = await usersJson(['import', '--sessions', path]);
    expect(document).toMatchObject({ sessions: { added: 0, unchanged: 1 } });
    expect(await api.sessions()).toEqual(before);
  });

  it('gives no session to one of two users whose ids look the same', async () => {
    await api.putUser({ username: 'ben', id: '33' });
    const path = tokens(`1,${'x'.repeat(64)},stayLoggedIn,NULL,33`);
    const { exitCode, document } = await usersJson(['import', '--sessions', path]);
    expect(exitCode).toBe(1);
    expect(document).toMatchObject({ sessions: { added: 0, rejected: 1 } });
    expect(modeOf(`${path}.rejects.jsonl`)).toBe('600');
    expect((await redeem('x'.repeat(64))).status).toBe(400);
  });

  it('is only looked at in a dry run', async () => {
    const path = tokens(`1,${'y'.repeat(64)},stayLoggedIn,NULL,33`, '2,short,stayLoggedIn,NULL,33');
    const { document } = await usersJson(['import', '--sessions', path, '--dry-run']);
    expect(document).toMatchObject({ sessions: { added: 1, rejected: 1 } });
    expect((await redeem('y'.repeat(64))).status).toBe(400);
  });
});

describe('a file of users and one of sessions', () => {
  it('of which one cannot be read: nothing is imported', async () => {
    const path = writeNew('users.csv', plainCsv(`dora,4,${someHash}`));
    const missing = newPath('tokens.csv');
    const { exitCode, document } = await usersJson(['import', path, '--sessions', missing]);
    expect(exitCode).toBe(2);
    expect(document).toMatchObject({ message: `The file ${missing} cannot be read: there is no such file.` });
    expect(await api.user('dora')).toBeUndefined();
  });

  it('of which one has no usable names of columns: nothing is imported', async () => {
    const path = writeNew('users.csv', plainCsv(`dora,4,${someHash}`));
    const { exitCode, document } = await usersJson([
      'import',
      path,
      '--sessions',
      writeNew('t.csv', 'a,a\n1,2\n'),
    ]);
    expect(exitCode).toBe(2);
    expect(document).toMatchObject({ message: expect.stringContaining('Two columns have the same name') });
    expect(await api.user('dora')).toBeUndefined();
    expect(existsSync(`${path}.checkpoint.json`)).toBe(false);
  });

  it('that breaks off: what comes before is imported, and the result is that of both', async () => {
    const path = writeNew('users.csv', plainCsv(`dora,4,${someHash}`));
    const row = JSON.stringify({ token: 'd'.repeat(64), user_id: 4 });
    const sessions = writeNew('tokens.json', `[${row},\n{"tok`);
    const { exitCode, document } = await usersJson(['import', path, '--sessions', sessions]);
    expect(exitCode).toBe(1);
    expect(document).toMatchObject({ error: 'file_broken', added: 1, sessions: { added: 1 } });
    expect((await redeem('d'.repeat(64))).status).toBe(202);
    expect(existsSync(`${path}.checkpoint.json`)).toBe(false);
  });
});
