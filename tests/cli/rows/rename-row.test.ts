/** Renaming where there are no transactions: the second of two writes can fail, and then the first one is taken back. */
import { beforeAll, describe, expect, it } from 'vitest';
import { connectLaptop } from '../../../cli/connection/connect-laptop.ts';
import type { Connection } from '../../../cli/connection/connection.ts';
import { renameRow } from '../../../cli/rows/rename-row.ts';
import { interruptWrites } from '../../support/interrupted-writes.ts';
import { hookUserOfEachTest, id, name } from '../../support/user-of-each-test.ts';
import { api, hookUsersCommand } from '../../support/users-command.ts';

hookUsersCommand();
hookUserOfEachTest({ note: { kept: [1, 'two'] } });

let connection: Connection;
beforeAll(async () => {
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
