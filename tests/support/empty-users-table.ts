/** An empty users table for each test, where tests import the same names. */
import { beforeEach } from 'vitest';
import { api, usersJson } from './users-command.ts';

/** Removes all users before each test of this file. */
export function hookEmptyUsersTable(): void {
  beforeEach(async () => {
    let names: string[];
    do {
      const { document } = await usersJson(['list', '--limit', '1000']);
      names = (document['users'] as { username: string }[]).map(({ username }) => username);
      await Promise.all(names.map(name => api.removeUser(name)));
    } while (names.length > 0);
  });
}
