/** Only the row of the user who was shown is changed, whatever happens between the reads and the write. */
import { beforeAll, describe, expect, it } from 'vitest';
import { connectLaptop } from '../../../cli/connection/connect-laptop.ts';
import type { Connection } from '../../../cli/connection/connection.ts';
import { HalfDone } from '../../../cli/half-done.ts';
import { changeRow } from '../../../cli/rows/change-row.ts';
import { DatabaseUnavailable } from '../../../lib/database/database-unavailable.ts';
import { interruptWrites, timeOut } from '../../support/interrupted-writes.ts';
import { hash, hookUserOfEachTest, id, name } from '../../support/user-of-each-test.ts';
import { api, hookUsersCommand } from '../../support/users-command.ts';

hookUsersCommand();
hookUserOfEachTest();

let connection: Connection;
beforeAll(async () => {
  connection = await connectLaptop();
});

const shown = () => ({ username: name, id });
const anotherPerson = () => api.putUser({ username: name, id: 'another person', activated: true });
const refusal = (why: string) => ({
  outcome: 'refused',
  error: 'changed_meanwhile',
  message: expect.stringContaining(why),
});

describe('a row that changes right before it is written', () => {
  it('is read again if it is the same user’s, and what else changed stays', async () => {
    const change = await changeRow(
      interruptWrites(connection, () => api.putUser({ ...shown(), password: hash, activated: 'yes' })),
      shown(),
      () => ({ activated: false }),
    );
    expect(change).toMatchObject({ changed: true, row: { activated: false, password: hash } });
    expect(await api.user(name)).toEqual({ ...shown(), password: hash, activated: false });
  });

  it.each([
    ['a number', () => id, 'is another user by now, with another id'],
    ['a string', () => 'anna', 'is another user by now, with another id'],
    ['a list', () => ['broken', 1], 'no usable id that tells whose it is'],
    ['missing', () => undefined, 'no usable id that tells whose it is'],
  ])('is left alone if it is another user’s by then and the id shown is %s', async (_case, idOf, why) => {
    const own = { username: name, activated: true, ...(idOf() !== undefined && { id: idOf() }) };
    await api.putUser(own);
    const change = await changeRow(interruptWrites(connection, anotherPerson), own, () => ({
      activated: false,
    }));
    expect(change).toMatchObject({ changed: false, refusal: refusal(why) });
    expect(await api.user(name)).toEqual({ username: name, id: 'another person', activated: true });
  });

  it('is left alone if neither user has an id', async () => {
    const own = { username: name, password: hash, activated: true };
    const other = { ...own, password: 'of somebody else' };
    await api.putUser(own);
    const change = await changeRow(
      interruptWrites(connection, () => api.putUser(other)),
      own,
      () => ({ activated: false }),
    );
    expect(change).toMatchObject({ changed: false, refusal: refusal('no usable id') });
    expect(await api.user(name)).toEqual(other);
  });

  it('is not made anew if it is gone', async () => {
    const change = await changeRow(
      interruptWrites(connection, () => api.removeUser(name)),
      shown(),
      () => ({ activated: false }),
    );
    expect(change).toMatchObject({ changed: false, refusal: { error: 'no_such_user' } });
    expect(await api.user(name)).toBeUndefined();
  });

  it('is given up if it changes each time', async () => {
    const flip = (activated: string) => () => api.putUser({ ...shown(), activated });
    const change = await changeRow(
      interruptWrites(connection, flip('1'), flip('2'), flip('3')),
      shown(),
      () => ({ activated: false }),
    );
    expect(change).toMatchObject({ changed: false, refusal: { error: 'changed_meanwhile' } });
    expect(await api.user(name)).toMatchObject({ activated: '3' });
  });
});

describe('a row on a database that stops answering', () => {
  const whatMayBe = 'it may be done';
  const change = (broken: Connection) => changeRow(broken, shown(), () => ({ activated: false }), whatMayBe);
  /** Answers so many reads, and no more. */
  const answering = (reads: number, healthy: Connection): Connection => {
    const { read } = healthy.database;
    let left = reads;
    const failing = new Proxy(read, {
      get: (client, property) =>
        property === 'send'
          ? (...call: Parameters<typeof read.send>) => (left-- > 0 ? client.send(...call) : timeOut())
          : Reflect.get(client, property),
    });
    return { ...healthy, database: { ...healthy.database, read: failing } };
  };

  it('may be changed from the first write on', async () => {
    await expect(change(interruptWrites(connection, timeOut))).rejects.toThrow(whatMayBe);
    // The first write may be why the condition of its repetition does not hold.
    const isAnotherByThen = interruptWrites(answering(1, connection), () =>
      api.putUser({ ...shown(), activated: 'yes' }),
    );
    await expect(change(isAnotherByThen)).rejects.toThrow(HalfDone);
  });

  it('is surely not changed before the first write', async () => {
    await expect(change(answering(0, connection))).rejects.toThrow(DatabaseUnavailable);
  });
});
