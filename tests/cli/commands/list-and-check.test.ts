import { beforeAll, describe, expect, it } from 'vitest';
import { hash, password } from '../../support/user-of-each-test.ts';
import { api, hookUsersCommand, signIn, users, usersJson } from '../../support/users-command.ts';

hookUsersCommand();

const good = { password: hash, activated: true };

/** Rows that nobody can sign in with as it was meant, by name, and what is wrong. */
const broken: Record<string, { row: Record<string, unknown>; problem: string }> = {
  'id.none': { row: { ...good }, problem: 'no_id' },
  'id.fraction': { row: { ...good, id: 3.5 }, problem: 'bad_id' },
  'id.list': { row: { ...good, id: [33] }, problem: 'bad_id' },
  'id.empty': { row: { ...good, id: '' }, problem: 'bad_id' },
  'id.large': { row: { ...good, id: 2n ** 60n }, problem: 'bad_id' },
  'hash.none': { row: { id: 'h1', activated: true }, problem: 'no_password' },
  'hash.line': { row: { id: 'h2', activated: true, password: `${hash}\n` }, problem: 'unusable_hash' },
  'hash.django': {
    row: { id: 'h3', activated: true, password: 'pbkdf2_sha256$1000000$salt$hash' },
    problem: 'unusable_hash',
  },
  'hash.number': { row: { id: 'h4', activated: true, password: 5 }, problem: 'unusable_hash' },
  'input.unknown': {
    row: { ...good, id: 'i1', password_input: 'md5' },
    problem: 'unusable_password_input',
  },
  'flag.text': { row: { ...good, id: 'f1', activated: 'true' }, problem: 'bad_activated' },
  'flag.number': { row: { ...good, id: 'f2', activated: 1 }, problem: 'bad_activated' },
  'flag.none': { row: { id: 'f3', password: hash }, problem: 'bad_activated' },
  'flag.change': {
    row: { ...good, id: 'f4', force_password_change: 'false' },
    problem: 'bad_force_password_change',
  },
  'time.seconds': {
    row: { ...good, id: 't1', sessions_valid_from: 1_700_000_000 },
    problem: 'bad_sessions_valid_from',
  },
  'time.text': { row: { ...good, id: 't2', sessions_valid_from: 'now' }, problem: 'bad_sessions_valid_from' },
};

beforeAll(async () => {
  await api.putUser({ username: 'good.one', id: 1, password: hash });
  await api.putUser({ username: 'good.two', id: 2, password: hash, activated: false });
  await api.putUser({ username: 'good.three', id: 'x', password: hash, force_password_change: true });
});

describe('a table in order', () => {
  it('has nothing to mend', async () => {
    expect(await usersJson(['check'])).toMatchObject({ exitCode: 0, document: { rows: 3, problems: [] } });
  });
});

describe('checking', () => {
  it('names every kind of broken row, and no row in order', async () => {
    for (const [username, { row }] of Object.entries(broken)) await api.putRow({ username, ...row });
    const { exitCode, document } = await usersJson(['check']);
    expect(exitCode).toBe(1);
    const found = document['problems'] as { username: string; problem: string }[];
    expect(Object.fromEntries(found.map(({ username, problem }) => [username, problem]))).toEqual(
      Object.fromEntries(Object.entries(broken).map(([username, { problem }]) => [username, problem])),
    );
    expect(found).toHaveLength(Object.keys(broken).length);
  });

  it('says so in a sentence for each, without a hash', async () => {
    const { out, err } = await users(['check']);
    expect(out).toContain('hash.django: no password can match: it is PBKDF2, perhaps of Django\n');
    expect(out).toContain('hash.line: no password can match: it is a bcrypt hash with white space');
    expect(out).not.toContain(hash.slice(0, 20));
    expect(err).toBe("Something is wrong with 16 of 19 rows in the laptop's database.\n");
  });

  it.each(Object.keys(broken).filter(name => /^(id|hash|input)/.test(name)))(
    'is right that nobody signs in as %s',
    async username => {
      expect((await signIn(username, password)).status).not.toBe(200);
    },
  );

  it('finds ids that names share, and takes 33 and "33" for the same', async () => {
    for (const [username, id] of [
      ['share.a', 'same'],
      ['share.b', 'same'],
      ['share.c', 'same'],
      ['share.d', 33],
      ['share.e', '33'],
    ] as const) {
      await api.putUser({ username, id, password: hash });
    }
    const { document } = await usersJson(['check']);
    const shared = (document['problems'] as { username: string; problem: string }[])
      .filter(({ problem }) => problem === 'shared_id')
      .map(({ username }) => username);
    expect(shared.toSorted()).toEqual(['share.a', 'share.b', 'share.c', 'share.d', 'share.e']);
  });

  it('shows of each name that shares an id the one that its row has', async () => {
    const { out } = await users(['check']);
    // The order is that of the table, so either of the two can come first.
    expect(out).toContain(
      'share.d: shares the id 33 (a number) with "share.e", whose id is "33" (a string)\n',
    );
    expect(out).toContain(
      'share.e: shares the id "33" (a string) with "share.d", whose id is 33 (a number)\n',
    );
    expect(out).toMatch(/^share\.b: shares the id "same" \(a string\) with "share\.[ac]"$/m);
  });

  it('finds a name that is not canonical, and renaming it with --exact mends it', async () => {
    await api.putRow({ username: 'Upper.Case', id: 'upper', password: hash, activated: true });
    expect((await users(['check'])).out).toContain('Upper.Case: signing in looks for "upper.case"');
    expect((await signIn('Upper.Case', password)).status).toBe(400);
    expect((await users(['show', 'Upper.Case'])).exitCode).toBe(1);
    expect((await users(['show', '--exact', 'Upper.Case'])).out).toContain('problem   signing in looks for');
    expect((await users(['rename', '--exact', 'Upper.Case', 'Upper.Case', '--yes'])).exitCode).toBe(0);
    expect((await signIn('Upper.Case', password)).status).toBe(200);
  });
});

describe('the list', () => {
  it('has every user once, page by page', async () => {
    const seen: string[] = [];
    let after: string[] = [];
    for (let page = 0; page < 20; page++) {
      const { document } = await usersJson(['list', '--limit', '5', ...after]);
      const found = document['users'] as { username: string }[];
      expect(found.length).toBeLessThanOrEqual(5);
      seen.push(...found.map(({ username }) => username));
      if (document['next'] === null) break;
      after = ['--after', String(document['next'])];
    }
    const { document } = await usersJson(['list', '--limit', '1000']);
    const all = (document['users'] as { username: string }[]).map(({ username }) => username);
    expect(seen).toEqual(all);
    expect(new Set(all).size).toBe(25);
  });

  it.each([
    ['not_activated', ['flag.none', 'flag.number', 'flag.text', 'good.two']],
    ['change_password', ['flag.change', 'good.three']],
  ])('has those in the state %s, over several pages too', async (state, names) => {
    const { document } = await usersJson(['list', '--state', state]);
    const found = (document['users'] as { username: string }[]).map(({ username }) => username);
    expect(found.toSorted()).toEqual(names);
    const { out } = await users(['list', '--state', state, '--limit', '1']);
    expect(out).toMatch(/There are more: add --after \S+\n$/);
  });

  it('has those with a problem', async () => {
    const { document } = await usersJson(['list', '--state', 'problem']);
    expect(document['users']).toHaveLength(Object.keys(broken).length);
  });

  it('never has a hash', async () => {
    const { out } = await users(['list', '--json']);
    expect(out).not.toContain(hash.slice(7, 30));
  });

  it.each([
    [['--state', 'happy'], '--state is one of active, not_activated, change_password, problem.'],
    [['--limit', '0'], '--limit is a whole number from 1 to 1000.'],
    [['--limit', 'many'], '--limit is a whole number from 1 to 1000.'],
    [['--after', ''], 'A name as it is stored has 1 to 2048 bytes.'],
  ])('refuses %j', async (args, sentence) => {
    expect(await users(['list', ...args])).toMatchObject({ exitCode: 2, err: `${sentence}\n` });
  });
});

describe('a name that is stored nowhere', () => {
  it.each(['', 'é'.repeat(1025)])('is refused with --exact: %#', async name => {
    const { exitCode, err } = await users(['show', '--exact', name]);
    expect([exitCode, err]).toEqual([2, 'A name as it is stored has 1 to 2048 bytes.\n']);
    expect((await users(['show', '--exact', 'é'.repeat(1024)])).exitCode).toBe(1);
  });
});
