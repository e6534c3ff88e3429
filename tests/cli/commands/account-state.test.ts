/** `set-password`, `activate`, `deactivate` and `require-password-change`. */
import { describe, expect, it } from 'vitest';
import { setPasswordCommand } from '../../../cli/commands/set-password.ts';
import { failureWith } from '../../support/interrupted-command.ts';
import { timeOut } from '../../support/interrupted-writes.ts';
import {
  hash,
  hookUserOfEachTest,
  id,
  name,
  newPassword,
  password,
} from '../../support/user-of-each-test.ts';
import { api, hookUsersCommand, signIn, users, usersJson } from '../../support/users-command.ts';

hookUsersCommand();
hookUserOfEachTest();

describe('setting a password', () => {
  it('lets the user in with the new one only, and ends all sessions', async () => {
    const before = await signIn(name, password, { stay_logged_in: true });
    const set = await users(['set-password', name], { answers: [true, newPassword, newPassword] });
    expect(set).toMatchObject({ exitCode: 0, err: '' });
    expect((await signIn(name, newPassword)).status).toBe(200);
    expect((await signIn(name, password)).status).toBe(400);
    expect((await usersJson(['sessions', name])).document['sessions']).toEqual([]);
    expect(before.status).toBe(200);
  });

  it('leaves no trace of what was fed to an imported hash', async () => {
    await api.putUser({ username: name, id, password: hash, password_input: 'password+id' });
    await users(['set-password', name, '--yes', '--from-stdin'], { input: newPassword });
    expect(await api.user(name)).not.toHaveProperty('password_input');
  });

  it('mends a row with broken flags and times', async () => {
    await api.putUser({
      username: name,
      id,
      password: 'broken',
      force_password_change: 'no',
      sessions_valid_from: 'yesterday',
    });
    await users(['set-password', name, '--yes', '--from-stdin'], { input: newPassword });
    expect((await signIn(name, newPassword)).status).toBe(200);
  });

  it('with a generated one has it changed at the first sign-in', async () => {
    const { document } = await usersJson(['set-password', name, '--yes', '--generate']);
    const generated = String(document['generated_password']);
    expect((await signIn(name, generated)).body['error_code']).toBe('change_password');
  });

  it('says that a generated one which nobody has seen may be set, if the answer is lost', async () => {
    expect(await failureWith(setPasswordCommand, [name, '--generate'], timeOut)).toEqual({
      exitCode: 3,
      error: 'half_done',
      message: `DynamoDB is unavailable (TimeoutError). The password of ${name} may be one by now that nobody has seen: the same command again sets another one.`,
    });
    const { document } = await usersJson(['set-password', name, '--yes', '--generate']);
    const generated = String(document['generated_password']);
    expect((await signIn(name, generated)).body['error_code']).toBe('change_password');
  });

  it('says only to try again if the answer is lost and the password was given, which sets the same one', async () => {
    expect(await failureWith(setPasswordCommand, [name, '--from-stdin'], timeOut)).toEqual({
      exitCode: 3,
      error: 'database_unavailable',
      message: 'DynamoDB is unavailable (TimeoutError); try again in a moment.',
    });
  });

  it('asks nothing for a name that does not exist, and makes no row', async () => {
    const refused = await users(['set-password', 'nobody'], { answers: [] });
    expect(refused).toMatchObject({ exitCode: 1, asked: [] });
    expect(refused.err).toBe("There is no user nobody in the laptop's database.\n");
    expect(await api.user('nobody')).toBeUndefined();
  });

  it('works if a sign-in replaces the hash meanwhile', async () => {
    const { exitCode } = await users(['set-password', name], {
      answers: [true, newPassword, newPassword],
      meanwhile: async () => void (await signIn(name, password)),
    });
    expect(exitCode).toBe(0);
    expect((await signIn(name, newPassword)).status).toBe(200);
  });
});

describe('deactivating', () => {
  it('lets nobody in, and activating lets the user in again', async () => {
    expect((await users(['deactivate', name], { answers: [true] })).exitCode).toBe(0);
    expect((await signIn(name, password)).body['error_code']).toBe('not_activated');
    expect((await users(['activate', name])).exitCode).toBe(0);
    expect((await signIn(name, password)).status).toBe(200);
  });

  it('keeps the sessions for a later activation, unless it is told to end them', async () => {
    await signIn(name, password, { stay_logged_in: true });
    const sessions = async () => (await usersJson(['sessions', name])).document['sessions'];
    await users(['deactivate', name, '--yes']);
    expect(await sessions()).toHaveLength(1);
    await users(['deactivate', name, '--yes', '--end-sessions']);
    expect(await sessions()).toEqual([]);
  });
});

describe('activating', () => {
  it('mends a flag of the wrong type', async () => {
    await api.putUser({ username: name, id, password: hash, activated: 'true' });
    await users(['activate', name]);
    expect(await api.user(name)).toMatchObject({ activated: true });
  });
});

describe('requiring a change of the password', () => {
  it('is answered when signing in, until it is taken back', async () => {
    await users(['require-password-change', name]);
    expect((await signIn(name, password)).body['error_code']).toBe('change_password');
    await users(['require-password-change', name, '--off']);
    expect((await signIn(name, password)).status).toBe(200);
  });
});

describe('a command for a name that does not exist', () => {
  it.each([
    ['activate'],
    ['deactivate', '--yes'],
    ['require-password-change'],
    ['end-sessions', '--yes'],
    ['sessions'],
    ['show'],
    ['remove', '--yes'],
    ['rename', 'another'],
  ])('is refused, and makes no row: %s', async (command, ...more) => {
    const refused = await usersJson([command, 'Ghost', ...more]);
    expect(refused.exitCode).toBe(1);
    expect(refused.document).toEqual({
      error: 'no_such_user',
      message: "There is no user ghost in the laptop's database.",
    });
    expect(await api.user('ghost')).toBeUndefined();
  });
});
