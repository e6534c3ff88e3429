/** `sessions` and `end-sessions`. */
import { describe, expect, it } from 'vitest';
import { hash, hookUserOfEachTest, id, name, redeem, stayLoggedIn } from '../../support/user-of-each-test.ts';
import { api, hookUsersCommand, users, usersJson } from '../../support/users-command.ts';

hookUsersCommand();
hookUserOfEachTest();

async function listed() {
  const { document } = await usersJson(['sessions', name]);
  return document['sessions'] as { id: string; session_information: string }[];
}

describe('the list of sessions', () => {
  it('has those that can be redeemed, newest first, and no token', async () => {
    const first = await stayLoggedIn('phone');
    api.clock.advance(1000);
    await stayLoggedIn('laptop');
    const { out } = await users(['sessions', name]);
    expect(out.indexOf('laptop')).toBeLessThan(out.indexOf('phone'));
    expect(out).not.toContain(first);
    expect(await listed()).toMatchObject([
      { session_information: 'laptop', expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) },
      { session_information: 'phone' },
    ]);
  });

  it('shows control characters of a label, and does not obey them', async () => {
    await stayLoggedIn('\u001b[2J\u202Eevil\r\n');
    const { out } = await users(['sessions', name]);
    expect(out).toContain(String.raw`\u{1b}[2J\u{202e}evil\u{d}\u{a}`);
    expect(out).not.toContain('\u001b');
  });

  it('is harmless on a terminal as JSON too', async () => {
    const label = '\u009b2J\u202Eevil';
    await stayLoggedIn(label);
    const { out } = await users(['sessions', name, '--json']);
    expect(out).toContain(String.raw`"\u009b2J\u202eevil"`);
    expect((await listed())[0]?.session_information).toBe(label);
  });

  it('is empty without sessions', async () => {
    expect((await users(['sessions', name])).out).toBe('No session.\n');
  });
});

describe('ending sessions', () => {
  it('ends one by its id, and no other', async () => {
    const [stolen, own] = [await stayLoggedIn('stolen'), await stayLoggedIn('own')];
    const stolenId = (await listed()).find(session => session.session_information === 'stolen')?.id;
    const args = ['end-sessions', name, '--session', String(stolenId)];
    const ended = await users(args, { answers: [true] });
    expect(ended).toMatchObject({
      exitCode: 0,
      asked: [`End this session of ${name} with the id ${id} (a number) in the laptop's database?`],
    });
    expect([await redeem(stolen), await redeem(own)]).toEqual([400, 202]);
  });

  it('ends all of them, and none that begins after that', async () => {
    const old = await stayLoggedIn('old');
    expect((await users(['end-sessions', name, '--yes'])).exitCode).toBe(0);
    const fresh = await stayLoggedIn('new');
    expect([await redeem(old), await redeem(fresh)]).toEqual([400, 202]);
  });

  it('asks how many, and ends none without a yes', async () => {
    const token = await stayLoggedIn('one');
    const refused = await users(['end-sessions', name], { answers: [false] });
    expect(refused).toMatchObject({
      exitCode: 1,
      asked: [`End all sessions (1) of ${name} with the id ${id} (a number) in the laptop's database?`],
    });
    expect(await redeem(token)).toBe(202);
  });

  it('refuses an id that is nobody’s, or somebody else’s', async () => {
    await stayLoggedIn('own');
    const [session] = await listed();
    const other = `${name}.other`;
    await api.putUser({ username: other, id: `other ${id}`, password: hash });
    for (const sessionId of ['nope', session?.id ?? '']) {
      const { exitCode, document } = await usersJson([
        'end-sessions',
        other,
        '--session',
        sessionId,
        '--yes',
      ]);
      expect([exitCode, document['error']]).toEqual([1, 'no_such_session']);
    }
    expect(await listed()).toHaveLength(1);
  });

  it('ends them too if sessions_valid_from is a time in seconds, or none at all', async () => {
    for (const broken of [1_700_000_000, 'yesterday', { M: 1 }]) {
      await api.putUser({ username: name, id, password: hash });
      const token = await stayLoggedIn('one');
      await api.putUser({ username: name, id, password: hash, sessions_valid_from: broken });
      expect((await users(['end-sessions', name, '--yes'])).exitCode).toBe(0);
      expect(await redeem(token)).toBe(400);
    }
  });

  it('never brings ended ones back', async () => {
    await users(['end-sessions', name, '--yes']);
    const first = await api.user(name);
    api.clock.set(-60_000);
    await users(['end-sessions', name, '--yes']);
    api.clock.set(60_000);
    const second = await api.user(name);
    expect(Number(second?.['sessions_valid_from'])).toBeGreaterThan(Number(first?.['sessions_valid_from']));
  });
});
