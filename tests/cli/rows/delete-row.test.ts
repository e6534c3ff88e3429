import { expect, it } from 'vitest';
import { connectLaptop } from '../../../cli/connection/connect-laptop.ts';
import { deleteRow } from '../../../cli/rows/delete-row.ts';
import { hash, hookUserOfEachTest, id, name } from '../../support/user-of-each-test.ts';
import { api, hookUsersCommand } from '../../support/users-command.ts';

hookUsersCommand();
hookUserOfEachTest();

it.each([
  ['has another id', () => ({ id }), { id: 'another' }],
  ['has an id, and the one shown had none', () => ({}), { id: 'another' }],
  ['differs, and neither has an id', () => ({ password: hash }), { password: 'of somebody else' }],
  ['differs, and neither has an id that can be used', () => ({ id: [1], password: hash }), { id: [1] }],
])('a row that %s is not deleted', async (_case, shown, other) => {
  const there = { username: name, activated: true, ...other };
  await api.putUser(there);
  expect(await deleteRow(await connectLaptop(), { username: name, activated: true, ...shown() })).toBe(false);
  expect(await api.user(name)).toEqual(there);
});

it('a user’s row is deleted, whatever else of it has changed', async () => {
  await api.putUser({ username: name, id, password: 'a new one' });
  expect(await deleteRow(await connectLaptop(), { username: name, id, password: hash })).toBe(true);
  expect(await api.user(name)).toBeUndefined();
});
