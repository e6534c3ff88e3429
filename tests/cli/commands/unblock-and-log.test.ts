import { describe, expect, it } from 'vitest';
import { guessUntilBlocked } from '../../support/guess-until-blocked.ts';
import { hash, password } from '../../support/user-of-each-test.ts';
import { api, hookUsersCommand, signIn, users, usersJson } from '../../support/users-command.ts';

// Five failures block a name for half an hour.
hookUsersCommand({ ACCOUNT_MAX_ATTEMPTS: '5' });

/** Guesses until the account is blocked. */
const block = (username: string) => guessUntilBlocked(() => signIn(username, 'wrong'));

describe('unblocking', () => {
  it('lets the user in at once, and nobody else', async () => {
    for (const username of ['locked.out', 'also.locked']) {
      await api.putUser({ username, id: username, password: hash });
      await block(username);
    }
    expect((await signIn('locked.out', password)).status).toBe(429);
    const { exitCode, out } = await users(['unblock', 'Locked.Out']);
    expect(exitCode).toBe(0);
    expect(out).toContain(
      "What was counted against locked.out in the laptop's database is forgotten; known devices are counted apart.",
    );
    expect((await signIn('locked.out', password)).status).toBe(200);
    expect((await signIn('also.locked', password)).status).toBe(429);
  });

  it('says that nothing was counted if that is so, also for a name that does not exist', async () => {
    const { exitCode, document } = await usersJson(['unblock', 'nobody']);
    expect(exitCode).toBe(0);
    expect(document).toEqual({ username: 'nobody', network: null, deleted_counters: 0 });
  });

  it('forgets what was counted for an address too', async () => {
    await signIn('somebody', 'wrong');
    const before = (await api.attempts()).length;
    const { document } = await usersJson(['unblock', 'somebody', '--address', '::ffff:203.0.113.7']);
    expect(document).toMatchObject({ network: '203.0.113.7', deleted_counters: 2 });
    expect((await api.attempts()).length).toBe(before - 2);
  });

  it('refuses what is no address', async () => {
    const { exitCode, err } = await users(['unblock', 'somebody', '--address', '203.0.113']);
    expect([exitCode, err]).toEqual([2, 'An address looks like 203.0.113.7 or 2001:db8::7.\n']);
  });
});

describe('the log of a name', () => {
  it('has the pseudonyms that the function writes', async () => {
    await signIn('St.Huber', 'wrong');
    const { document } = await usersJson(['log', 'ST.HUBER', '--address', '203.0.113.7']);
    const line = api.log.at(-1);
    expect(document).toMatchObject({ user: line?.['user'], network: line?.['network'], log_group: null });
    expect(document['query']).toContain(`| filter user in ["${line?.['user']}", "st.huber"]`);
  });

  it('quotes a name that could change the query', async () => {
    const { document } = await usersJson(['log', 'a" or 1=1 | b\\']);
    expect(document['query']).toContain(String.raw`, "a\" or 1=1 | b\\"]`);
  });

  it('needs a name or an address', async () => {
    expect(await users(['log'])).toMatchObject({ exitCode: 2 });
    expect((await users(['log', '--address', '2001:db8::7'])).exitCode).toBe(0);
  });
});
