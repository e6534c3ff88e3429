/** An empty users table for each test, where tests import the same names. */
import { beforeEach } from 'vitest';
import { api, usersJson } from './users-command.ts';

/** Removes all users before each test of this file. */
export function hookEmptyUsersTable(): void {
  beforeEach(async () => {
    const { document } = await usersJson(['list', '--limit', '1000']);
    for (const { username } of document['users'] as { username: string }[]) await api.removeUser(username);
  });
}
