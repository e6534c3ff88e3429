/**
 * Renaming where there are no transactions: two writes, each of which can fail, be done unnoticed, or meet a change.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { connectLaptop } from '../../../cli/connection/connect-laptop.ts';
import type { Connection } from '../../../cli/connection/connection.ts';
import { failureOf } from '../../../cli/failure-sentence.ts';
import { renameRow } from '../../../cli/rows/rename-row.ts';
import { interruptWrites, loseFirstAnswers, timeOut } from '../../support/interrupted-writes.ts';
import {
  hash,
  hookUserOfEachTest,
  id,
  name,
  password,
  redeem,
  stayLoggedIn,
} from '../../support/user-of-each-test.ts';
import { api, hookUsersCommand, signIn, users } from '../../support/users-command.ts';

hookUsersCommand();
hookUserOfEachTest({ note: { kept: [1, 'two'] } });

let connection: Connection;
beforeEach(async () => {
  connection = await connectLaptop();
});

const nothing = async () => {};
const newName = () => `new.${id}`;
const put = (username: string, note: string) => () => api.putUser({ username, id, note });
/** The transaction, the put, the delete and what takes the put back are the first to the fourth write. */
const renameWith = (...events: readonly (() => Promise<unknown>)[]) =>
  renameRow(interruptWrites(connection, ...events), { username: name, id }, newName());

describe('renaming without transactions', () => {
  it('leaves only the old row if that changes before it is deleted', async () => {
    expect(await renameWith(nothing, nothing, put(name, 'changed'))).toBe('changed');
    expect(await api.user(name)).toMatchObject({ note: 'changed' });
    expect(await api.user(newName())).toBeUndefined();
  });

  it('deletes no row under the new name that somebody else has written meanwhile', async () => {
    const events = [nothing, nothing, put(name, 'changed'), put(newName(), 'somebody else’s')];
    expect(await renameWith(...events)).toBe('changed');
    expect(await api.user(newName())).toMatchObject({ note: 'somebody else’s' });
  });

  it.each([
    ['gone', () => api.removeUser(name)],
    ['another user’s', () => api.putUser({ username: name, id: 'another' })],
  ])('leaves no new row behind if the old one is %s when it is to be deleted', async (_case, event) => {
    expect(await renameWith(nothing, nothing, event)).toBe('changed');
    expect(await api.user(newName())).toBeUndefined();
  });
});

describe('a row without an id', () => {
  it('stays if another user’s is there right before it is to be deleted', async () => {
    const shown = { username: name, activated: true };
    await api.putUser(shown);
    const other = { ...shown, id: 'another', password };
    const interrupted = interruptWrites(connection, nothing, nothing, () => api.putUser(other));
    expect(await renameRow(interrupted, shown, newName())).toBe('changed');
    expect(await api.user(name)).toEqual(other);
    expect(await api.user(newName())).toBeUndefined();
  });
});

describe('an answer that is lost without transactions', () => {
  it.each([
    ['the put', ['PutItemCommand']],
    ['the delete', ['DeleteItemCommand']],
    ['both', ['PutItemCommand', 'DeleteItemCommand']],
  ])('to %s changes nothing: the user is renamed', async (_case, commands) => {
    const before = await api.user(name);
    loseFirstAnswers(connection, ...commands);
    expect(await renameWith()).toBe('renamed');
    expect(await api.user(name)).toBeUndefined();
    expect(await api.user(newName())).toEqual({ ...before, username: newName() });
  });

  it('to the put does not make another’s row one’s own', async () => {
    loseFirstAnswers(connection, 'PutItemCommand');
    await put(newName(), 'somebody else’s')();
    expect(await renameWith()).toBe('name_taken');
    expect(await api.user(name)).toMatchObject({ note: { kept: [1, 'two'] } });
  });
});

describe('a write that times out without transactions', () => {
  const failureWith = async (...events: readonly (() => Promise<unknown>)[]) =>
    failureOf(await renameWith(...events).catch((error: unknown) => error));
  const howToDelete = (username: string) =>
    `if npm run users -- show ${username} has the id ${id} (a number), npm run users -- remove ${username} deletes it`;

  it('says that the old row is as it was if it is the put', async () => {
    const before = await api.user(name);
    expect(await failureWith(nothing, timeOut)).toEqual({
      exitCode: 3,
      error: 'half_done',
      message: `DynamoDB is unavailable (TimeoutError). ${name} is as it was, but there may be a copy under the new name: ${howToDelete(newName())}.`,
    });
    expect(await api.user(name)).toEqual(before);
  });

  it('says how to delete the old row if it is the delete', async () => {
    await stayLoggedIn();
    const { message } = await failureWith(nothing, nothing, timeOut);
    expect(message).toContain(
      `${newName()} is there. ${name} may be there still: ${howToDelete(name)}, with its sessions.`,
    );
    expect(await api.user(newName())).toBeDefined();
    expect((await users(['remove', name, '--yes'])).out).toContain('and 1 session.');
    expect((await signIn(newName(), password)).status).toBe(200);
  });

  it('says what ends the sessions if it is the delete, which was done', async () => {
    const token = await stayLoggedIn();
    const { message } = await failureWith(nothing, nothing, () => api.removeUser(name).then(timeOut));
    expect(message).toContain('Otherwise the same command again ends the sessions that may be left.');
    expect((await users(['rename', name, newName(), '--yes'])).out).toContain('Ended 1 session');
    await api.putUser({ username: name, id, password: hash });
    expect(await redeem(token)).toBe(400);
  });

  it.each([
    ['has changed', () => put(name, 'changed')(), 'changed'],
    ['is gone', () => api.removeUser(name), undefined],
  ])(
    'says how to delete the copy if the old row %s and it is what takes back the put',
    async (_case, event, note) => {
      const { message } = await failureWith(nothing, nothing, event, timeOut);
      expect(message).toContain(
        `${name} was changed or removed meanwhile, and there may be a copy of what it was: ${howToDelete(newName())}.`,
      );
      expect((await api.user(name))?.['note']).toBe(note);
    },
  );

  it('says by what to know a row without an id', async () => {
    await api.putUser({ username: name, activated: true });
    const interrupted = interruptWrites(connection, nothing, timeOut);
    const renaming = renameRow(interrupted, { username: name, activated: true }, newName());
    const { message } = failureOf(await renaming.catch((error: unknown) => error));
    expect(message).toContain(`if npm run users -- show ${newName()} has no usable id, `);
  });

  it('names the option that finds a name which is not canonical', async () => {
    await api.putRow({ username: `User.${id}`, id });
    const interrupted = interruptWrites(connection, nothing, nothing, timeOut);
    const renaming = renameRow(interrupted, { username: `User.${id}`, id }, newName());
    const { message } = failureOf(await renaming.catch((error: unknown) => error));
    const [show, remove] = ['show', 'remove'].map(
      command => `npm run users -- ${command} --exact User.${id}`,
    );
    expect(message).toContain(`if ${show} has the id ${id} (a number), ${remove} deletes it, `);
  });
});
