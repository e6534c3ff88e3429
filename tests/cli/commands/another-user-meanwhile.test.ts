/** A command that asks changes the user whom it has shown, or nobody: somebody else can have the name by the answer. */
import { describe, expect, it } from 'vitest';
import { hash, hookUserOfEachTest, id, name, newPassword } from '../../support/user-of-each-test.ts';
import { api, hookUsersCommand, users, usersJson } from '../../support/users-command.ts';

hookUsersCommand();
hookUserOfEachTest();

const commands: readonly (readonly [string, readonly string[], string, readonly (string | boolean)[]])[] = [
  [
    'set-password',
    [],
    'Set a new password for * in ~, and end all sessions?',
    [true, newPassword, newPassword],
  ],
  ['deactivate', [], 'Let nobody in as * in ~?', [true]],
  ['deactivate', ['--end-sessions'], 'Let nobody in as * in ~, and end all sessions?', [true]],
  ['end-sessions', [], 'End all sessions (0) of * in ~?', [true]],
  ['rename', ['another.name'], 'Rename * to another.name in ~, and end all sessions?', [true]],
  ['remove', [], 'Remove * from ~ for good?', [true]],
];

describe.each(commands)('%s %j', (command, args, question, answers) => {
  const asked = () =>
    question.replace('*', `${name} with the id ${id} (a number)`).replace('~', "the laptop's database");

  it('says whom it is about, and does nothing without a yes', async () => {
    const before = await api.user(name);
    const refused = await users([command, name, ...args], { answers: [false] });
    expect(refused).toMatchObject({ exitCode: 1, asked: [asked()], err: 'Nothing was changed.\n' });
    expect(await api.user(name)).toEqual(before);
  });

  it('is refused without a terminal and without --yes', async () => {
    const before = await api.user(name);
    const { exitCode, document } = await usersJson([command, name, ...args]);
    expect([exitCode, document['message']]).toEqual([2, expect.stringContaining('add --yes if it is meant')]);
    expect(await api.user(name)).toEqual(before);
  });

  it('changes nobody if another user has the name by then', async () => {
    const other = { username: name, id: String(id), activated: true };
    const { exitCode, document } = await usersJson([command, name, ...args], {
      answers,
      meanwhile: () => api.putUser(other),
    });
    expect([exitCode, document]).toEqual([
      1,
      {
        error: 'changed_meanwhile',
        message: `${name} is another user by now, with another id; nothing was changed.`,
      },
    ]);
    expect(await api.user(name)).toEqual(other);
    expect(await api.user('another.name')).toBeUndefined();
  });

  it('makes no row if the user is gone by then', async () => {
    const { exitCode, document } = await usersJson([command, name, ...args], {
      answers,
      meanwhile: () => api.removeUser(name),
    });
    const isRemoval = command === 'remove';
    expect([exitCode, document['error']]).toEqual(isRemoval ? [0, undefined] : [1, 'no_such_user']);
    expect(await api.user(name)).toBeUndefined();
    expect(await api.user('another.name')).toBeUndefined();
  });

  it.each([
    ['no id', {}],
    ['an id that nobody can sign in with', { id: ['broken', 1] }],
  ])('changes nobody if a row with %s is another one by then', async (_case, broken) => {
    await api.putUser({ username: name, ...broken, password: hash, activated: true });
    const other = { username: name, ...broken, password: 'of somebody else', activated: true };
    const { exitCode, document } = await usersJson([command, name, ...args], {
      answers,
      meanwhile: () => api.putUser(other),
    });
    expect([exitCode, document]).toEqual([
      1,
      {
        error: 'changed_meanwhile',
        message: `The row of ${name} has changed by now, and has no usable id that tells whose it is; nothing was changed.`,
      },
    ]);
    expect(await api.user(name)).toEqual(other);
    expect(await api.user('another.name')).toBeUndefined();
  });
});
