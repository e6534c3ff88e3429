import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { removeCommand } from '../../../cli/commands/remove.ts';
import { renameCommand } from '../../../cli/commands/rename.ts';
import { routeEvent } from '../../support/event-builder.ts';
import { failureWith } from '../../support/interrupted-command.ts';
import { timeOut } from '../../support/interrupted-writes.ts';
import {
  hash,
  hookUserOfEachTest,
  id,
  name,
  password,
  redeem,
  stayLoggedIn,
} from '../../support/user-of-each-test.ts';
import { api, hookUsersCommand, signIn, users, usersJson } from '../../support/users-command.ts';

hookUsersCommand();
hookUserOfEachTest({ note: { kept: [1, 'two'] } });

const nothing = async () => {};

describe('renaming', () => {
  it('moves everything to the new name, and ends the sessions', async () => {
    const token = await stayLoggedIn();
    const before = await api.user(name);
    const { exitCode, out } = await users(['rename', name, `New.${id}`], { answers: [true] });
    expect(exitCode).toBe(0);
    expect(out).toContain(`Renamed ${name} to new.${id}`);
    expect(await api.user(name)).toBeUndefined();
    expect(await api.user(`new.${id}`)).toEqual({ ...before, username: `new.${id}` });
    expect((await signIn(`new.${id}`, password)).status).toBe(200);
    expect(await redeem(token)).toBe(400);
  });

  it('ends the sessions for good: renaming back brings none of them back', async () => {
    const token = await stayLoggedIn();
    expect((await users(['rename', name, `new.${id}`, '--yes'])).exitCode).toBe(0);
    expect((await users(['rename', `new.${id}`, name, '--yes'])).exitCode).toBe(0);
    expect((await signIn(name, password)).status).toBe(200);
    expect(await redeem(token)).toBe(400);
  });

  it('says what is done and what is left if the sessions cannot be deleted', async () => {
    await stayLoggedIn();
    // The transaction that the laptop's database refuses, the put and the delete come before.
    const events = [nothing, nothing, nothing, timeOut];
    expect(await failureWith(renameCommand, [name, `new.${id}`], ...events)).toEqual({
      exitCode: 3,
      error: 'half_done',
      message: `DynamoDB is unavailable (TimeoutError). Renamed ${name} to new.${id}, but sessions may be left. The same command again ends them.`,
    });
    expect(await api.user(name)).toBeUndefined();
    expect(await api.user(`new.${id}`)).toMatchObject({ id });
    expect((await users(['rename', name, `new.${id}`, '--yes'])).out).toContain('Ended 1 session');
  });

  it('refuses a name that is taken before it asks, and changes neither row', async () => {
    await api.putUser({ username: `taken.${id}`, id: 'other' });
    const { exitCode, document } = await usersJson(['rename', name, `taken.${id}`], { answers: [] });
    expect([exitCode, document['error']]).toEqual([1, 'user_exists']);
    expect(await api.user(name)).toMatchObject({ id });
    expect(await api.user(`taken.${id}`)).toMatchObject({ id: 'other' });
  });

  it('refuses a name that is taken meanwhile, and changes neither row', async () => {
    const { exitCode, document } = await usersJson(['rename', name, `taken.${id}`], {
      answers: [true],
      meanwhile: () => api.putUser({ username: `taken.${id}`, id: 'other' }),
    });
    expect([exitCode, document['error']]).toEqual([1, 'user_exists']);
    expect(await api.user(name)).toMatchObject({ id });
    expect(await api.user(`taken.${id}`)).toMatchObject({ id: 'other' });
  });

  it('refuses the same name', async () => {
    const { exitCode, document } = await usersJson(['rename', name, name.toUpperCase()]);
    expect([exitCode, document['error']]).toEqual([1, 'same_name']);
    expect(await api.user(name)).toBeDefined();
  });

  it('of two renames to one name at once does one', async () => {
    await api.putUser({ username: `other.${id}`, id: 'other' });
    const both = await Promise.all(
      [name, `other.${id}`].map(old => users(['rename', old, `goal.${id}`, '--yes'])),
    );
    expect(both.map(({ exitCode }) => exitCode).toSorted()).toEqual([0, 1]);
    const left = [await api.user(name), await api.user(`other.${id}`)].filter(Boolean);
    expect(left).toHaveLength(1);
  });
});

describe('renaming if the answer of the database is lost', () => {
  const newName = () => `new.${id}`;
  /** As the transaction does it. The first write is that one, and the laptop's database has none. */
  const renamed = async () => {
    await api.putUser({ username: newName(), id, password: hash });
    await api.removeUser(name);
    await timeOut();
  };
  const renameAgain = () => usersJson(['rename', name, newName(), '--yes']);
  const putOldAgain = () => api.putUser({ username: name, id, password: hash });

  it('says that it may be done, how to look, and what the same command does then', async () => {
    expect(await failureWith(renameCommand, [name, newName()], timeOut)).toEqual({
      exitCode: 3,
      error: 'half_done',
      message: `DynamoDB is unavailable (TimeoutError). ${name} may be ${newName()} already: look with show ${newName()}. The same command again renames the user if that is not so, and otherwise ends the sessions that may be left.`,
    });
  });

  it('renames with the same command again, if it was not done', async () => {
    const token = await stayLoggedIn();
    await failureWith(renameCommand, [name, newName()], timeOut);
    expect(await renameAgain()).toMatchObject({ exitCode: 0, document: { user: { username: newName() } } });
    await putOldAgain();
    expect(await redeem(token)).toBe(400);
  });

  it('ends the sessions for good with the same command again, if it was done', async () => {
    const token = await stayLoggedIn();
    expect(await failureWith(renameCommand, [name, newName()], renamed)).toMatchObject({
      error: 'half_done',
    });
    const { exitCode, out } = await users(['rename', name, newName(), '--yes']);
    expect([exitCode, out]).toEqual([0, expect.stringContaining(`There is no user ${name} in`)]);
    expect(out).toContain(`any more. Ended 1 session that was left with the id of ${newName()}:`);
    await putOldAgain();
    expect(await redeem(token)).toBe(400);
  });

  it('finds no user with the same command again, if it was done and no session is left', async () => {
    await failureWith(renameCommand, [name, newName()], renamed);
    expect(await renameAgain()).toMatchObject({ exitCode: 1, document: { error: 'no_such_user' } });
    expect(await api.user(newName())).toMatchObject({ id });
  });
});

it('renaming nobody to the name of a user ends none of that user’s sessions', async () => {
  const token = await stayLoggedIn();
  const { exitCode, document } = await usersJson(['rename', `nobody.${id}`, name, '--yes']);
  expect([exitCode, document['error']]).toEqual([1, 'no_such_user']);
  expect(await redeem(token)).toBe(202);
});

describe('removing', () => {
  it('removes the user and the sessions, which do not come back with another user of that id', async () => {
    const token = await stayLoggedIn();
    const { exitCode, out } = await users(['remove', name], { answers: [true] });
    expect(exitCode).toBe(0);
    expect(out).toContain('and 1 session.');
    expect(await api.user(name)).toBeUndefined();
    await api.putUser({ username: name, id, password: hash });
    expect(await redeem(token)).toBe(400);
  });

  it('is done if the user is gone by then, and ends the sessions', async () => {
    const token = await stayLoggedIn();
    const { exitCode } = await users(['remove', name], {
      answers: [true],
      meanwhile: () => api.removeUser(name),
    });
    expect(exitCode).toBe(0);
    await api.putUser({ username: name, id, password: hash });
    expect(await redeem(token)).toBe(400);
  });

  it('asks without what could move the cursor, whatever the id is', async () => {
    await api.putUser({ username: name, id: '\u009b2J\u202eevil' });
    const { asked } = await users(['remove', name], { answers: [false] });
    expect(asked[0]).toContain(String.raw`"\u{9b}2J\u{202e}evil"`);
  });

  it.each([
    ['no id', {}],
    ['a broken id', { id: [1] }],
    ['an id of 2^53 or more', { id: 2n ** 60n }],
  ])('removes a row with %s too', async (_case, attributes) => {
    await api.putUser({ username: `broken.${id}`, ...attributes });
    expect((await users(['remove', `broken.${id}`, '--yes'])).exitCode).toBe(0);
    expect(await api.user(`broken.${id}`)).toBeUndefined();
  });
});

describe('an access token of before', () => {
  const call = (routeKey: string, token: string, session?: string) =>
    api.call(routeEvent(routeKey, { token, ...(session !== undefined && { id: session }) }));
  const sessionsSeenBy = (token: string) => call('GET /api/auth/sessions', token);
  const signInFor = async (username: string) => {
    const { body } = await signIn(username, password, { stay_logged_in: true });
    return { token: String(body['token']), sessionToken: String(body['session_token']) };
  };
  const nothingToReach = { status: 200, body: { sessions: [] } };

  it('a removal finds no session, since the command has deleted them', async () => {
    const { token } = await signInFor(name);
    expect((await users(['remove', name, '--yes'])).exitCode).toBe(0);
    expect(await sessionsSeenBy(token)).toMatchObject(nothingToReach);
    expect(await call('DELETE /api/auth/sessions/{id}', token, 'any')).toMatchObject({ status: 404 });
    expect(await call('DELETE /api/auth/sessions', token)).toMatchObject({ status: 204 });
  });

  it('the row was deleted by other means is refused, until the session that is left is gone', async () => {
    const { token, sessionToken } = await signInFor(name);
    await api.removeUser(name);
    expect(await sessionsSeenBy(token)).toMatchObject({ status: 401 });
    expect(await redeem(sessionToken)).toBe(400);
    expect(await sessionsSeenBy(token)).toMatchObject(nothingToReach);
  });

  it('another name stays good for the user, whose id it tells, and reaches the sessions of after it', async () => {
    const { token } = await signInFor(name);
    expect((await users(['rename', name, `new.${id}`, '--yes'])).exitCode).toBe(0);
    expect(await sessionsSeenBy(token)).toMatchObject(nothingToReach);
    await signInFor(`new.${id}`);
    expect(await sessionsSeenBy(token)).toMatchObject({ status: 200, body: { sessions: [{}] } });
  });
});

describe('removing a user if the answer of the database is lost', () => {
  const removed = () => api.removeUser(name).then(timeOut);
  const putAgain = () => api.putUser({ username: name, id, password: hash });

  it('says that the user may be gone, how to look, and what the same command does then', async () => {
    expect(await failureWith(removeCommand, [name], timeOut)).toEqual({
      exitCode: 3,
      error: 'half_done',
      message: `DynamoDB is unavailable (TimeoutError). ${name} with the id ${id} (a number) may be gone: look with show ${name}. If the user is there, the same command again removes user and sessions. If not, sessions may be left. Nobody can use them, but until they expire a user who gets the name ${name} with the same id has them back; docs/users.md says how to end them.`,
    });
  });

  it('removes the user and ends the sessions with the same command again, if it was not done', async () => {
    const token = await stayLoggedIn();
    await failureWith(removeCommand, [name], timeOut);
    expect((await users(['remove', name, '--yes'])).out).toContain('and 1 session.');
    await putAgain();
    expect(await redeem(token)).toBe(400);
  });

  it('leaves sessions that nobody can use while there is no such user, if it was done', async () => {
    const token = await stayLoggedIn();
    expect((await failureWith(removeCommand, [name], removed)).message).toContain(`${name} with the id`);
    const { exitCode, err } = await users(['remove', name, '--yes']);
    expect([exitCode, err]).toEqual([1, expect.stringContaining(`There is no user ${name}`)]);
    expect(await redeem(token)).toBe(400);
    // It has ended by that.
    await putAgain();
    expect(await redeem(token)).toBe(400);
  });

  it('leaves sessions that end for good if the user is added once more with the id, and removed', async () => {
    const token = await stayLoggedIn();
    await failureWith(removeCommand, [name], removed);
    const withId = ['--id', String(id), '--id-type', 'number'];
    expect((await users(['add', name, ...withId, '--inactive', '--generate'])).exitCode).toBe(0);
    expect((await users(['remove', name, '--yes'])).out).toContain('and 1 session.');
    await putAgain();
    expect(await redeem(token)).toBe(400);
  });

  it('names the option that finds a name which is not canonical', async () => {
    await api.putRow({ username: `User.${id}`, id });
    const { message } = await failureWith(removeCommand, ['--exact', `User.${id}`], timeOut);
    expect(message).toContain(`look with show --exact User.${id}.`);
  });

  /** AWS says at which attempt it refused. */
  const expiredAt = (attempts: number) => () =>
    Promise.reject(
      new DynamoDBServiceException({
        name: 'ExpiredTokenException',
        message: 'no',
        $fault: 'client',
        $metadata: { attempts },
      }),
    );

  it('says that the credentials have expired, and that the user may be gone, if an earlier call was not answered', async () => {
    const { message } = await failureWith(removeCommand, [name], expiredAt(2));
    expect(message).toContain(
      `The AWS credentials have expired: sign in to AWS again. ${name} with the id ${id} (a number) may be gone`,
    );
  });

  it('says only that they have expired if AWS refused the only call', async () => {
    expect(await failureWith(removeCommand, [name], expiredAt(1))).toMatchObject({
      error: 'credentials_expired',
      message: 'The AWS credentials have expired: sign in to AWS again.',
    });
  });

  it('does not say that the user may be gone after a failure that is none of the database', async () => {
    const broken = () => Promise.reject(new Error('no'));
    expect(await failureWith(removeCommand, [name], broken)).toMatchObject({ error: 'unexpected' });
  });
});
