import { afterEach, describe, expect, it } from 'vitest';
import { cheapHash, createCheapBcrypt } from '../../support/cheap-bcrypt.ts';
import { signInEvent } from '../../support/event-builder.ts';
import { type Reply, startFunction, type TestFunction } from '../../support/test-function.ts';

const password = 'Password1234!';
const hash = cheapHash(password, 10);
const secondMs = 1000;
const minuteMs = 60 * secondMs;
const dayMs = 24 * 60 * minuteMs;

let api: TestFunction;
afterEach(() => api.stop());

async function start(settings: Record<string, string> = {}) {
  api = await startFunction(settings, { bcrypt: createCheapBcrypt() });
  await api.putUser({ username: 'st.huber', id: 33, password: hash });
  await api.putUser({ username: 'w.huber', id: 34, password: hash });
}

const tryWith = (fields: object, sourceIp = '203.0.113.7') =>
  api.call(signInEvent({ username: 'st.huber', password: 'wrong', ...fields }, { sourceIp }));
const right = (username = 'st.huber') => tryWith({ username, password });

const isCompared = (reply: Reply) => reply.body['error_code'] === 'username_or_password_incorrect';
const isRefused = (reply: Reply) => reply.body['error_code'] === 'too_many_attempts';

describe('the limit of one account', () => {
  it.each([['st.huber'], ['no.such.name']])(
    'is five guesses, then 1 s, 2 s, 4 s … up to 15 min: %s',
    async username => {
      await start({ ACCOUNT_MAX_ATTEMPTS: '20' });
      for (let i = 0; i < 5; i++) expect(isCompared(await tryWith({ username }))).toBe(true);
      for (const waitSeconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
        const opensAt = api.clock.now() + waitSeconds * secondMs;
        if (waitSeconds > 4) {
          api.clock.advance(2 * secondMs);
          const refused = await tryWith({ username });
          expect(isRefused(refused)).toBe(true);
          expect(refused.headers['retry-after']).toBe(
            String(Math.ceil((opensAt - api.clock.now()) / secondMs)),
          );
        }
        api.clock.advance(Math.max(0, opensAt - api.clock.now()));
        expect(isCompared(await tryWith({ username }))).toBe(true);
      }
    },
  );

  it('stops after as many failures in a row as the setting says, for a day', async () => {
    await start({ ACCOUNT_MAX_ATTEMPTS: '8' });
    for (let i = 0; i < 8; i++) {
      expect(isCompared(await tryWith({}))).toBe(true);
      api.clock.advance(15 * minuteMs);
    }
    const refused = await tryWith({});
    expect(refused.headers['retry-after']).toBe(String((dayMs - 15 * minuteMs) / secondMs));
    expect(isRefused(await right())).toBe(true);
    api.clock.advance(dayMs - 15 * minuteMs);
    for (let i = 0; i < 5; i++) expect(isCompared(await tryWith({}))).toBe(true);
  });

  it('is neither counted up nor extended by refused attempts', async () => {
    await start();
    for (let i = 0; i < 8; i++) {
      expect(isCompared(await tryWith({}))).toBe(true);
      api.clock.advance(([0, 0, 0, 0, 1, 2, 4, 0][i] as number) * secondMs);
    }
    const before = await api.attempts();
    api.clock.advance(3 * secondMs);
    for (let i = 0; i < 4; i++) {
      expect((await tryWith({})).headers['retry-after']).toBe('5');
    }
    // The network's item was counted up and given back; the account's was not touched.
    const account = (items: Record<string, unknown>[]) => items.filter(item => 'since' in item);
    expect(account(await api.attempts())).toEqual(account(before));
  });

  it('is cleared by a success, and counts anew', async () => {
    await start();
    for (let i = 0; i < 4; i++) expect(isCompared(await tryWith({}))).toBe(true);
    expect((await right()).status).toBe(200);
    for (let i = 0; i < 5; i++) expect(isCompared(await tryWith({}))).toBe(true);
    const account = (await api.attempts()).find(item => 'since' in item);
    expect(account).toMatchObject({ n: 10, since: 5, open_to: 10 });
  });

  it('admits right passwords at once a day after the latest attempt', async () => {
    await start();
    const fiveAtOnce = () => Promise.all(Array.from({ length: 5 }, () => right()));
    expect(isCompared(await tryWith({}))).toBe(true);
    api.clock.advance(dayMs);
    expect((await fiveAtOnce()).map(reply => reply.status)).toEqual([200, 200, 200, 200, 200]);
  });

  it('is one for all ways to write a name', async () => {
    await start();
    const ways = ['st.huber', 'ST.HUBER', ' st.huber', 'ｓｔ.huber', 'St.Huber\u00a0'];
    for (const username of ways) expect(isCompared(await tryWith({ username }))).toBe(true);
    const account = (await api.attempts()).filter(item => 'since' in item);
    expect(account).toMatchObject([{ n: 5 }]);
  });

  it('does not count a right password of an account that is not activated or must change it', async () => {
    await start();
    await api.putUser({ username: 'inactive', id: 1, password: hash, activated: false });
    for (let i = 0; i < 12; i++) expect((await right('inactive')).body['error_code']).toBe('not_activated');
  });
});

describe('the limit of one network', () => {
  const settings = { NETWORK_MAX_ATTEMPTS: '4' };
  const spray = (i: number, sourceIp?: string) => tryWith({ username: `name.${i}` }, sourceIp);

  it('counts failures on any names until the window of ten minutes ends', async () => {
    await start(settings);
    for (let i = 0; i < 4; i++) expect(isCompared(await spray(i))).toBe(true);
    api.clock.advance(2 * secondMs);
    const refused = await spray(5);
    expect(isRefused(refused)).toBe(true);
    const windowEndsAt = Math.ceil(api.clock.now() / (10 * minuteMs)) * 10 * minuteMs;
    expect(refused.headers['retry-after']).toBe(
      String(Math.ceil((windowEndsAt - api.clock.now()) / secondMs)),
    );
    expect(api.log.at(-1)).toMatchObject({ reason: 'network' });
    expect(isCompared(await spray(6, '203.0.113.8'))).toBe(true);
    api.clock.advance(windowEndsAt - api.clock.now());
    expect(isCompared(await spray(7))).toBe(true);
  });

  it('is one for an IPv6 /64, and one for an IPv4 address however it is written', async () => {
    await start(settings);
    for (let i = 0; i < 4; i++) expect(isCompared(await spray(i, `2001:db8::${i + 1}`))).toBe(true);
    api.clock.advance(2 * secondMs);
    expect(isRefused(await spray(5, '2001:db8::ffff:9'))).toBe(true);
    expect(isCompared(await spray(6, '2001:db8:0:1::1'))).toBe(true);
    for (let i = 0; i < 4; i++) await spray(10 + i, i % 2 ? '198.51.100.1' : '::ffff:198.51.100.1');
    api.clock.advance(2 * secondMs);
    expect(isRefused(await spray(20, '198.51.100.1'))).toBe(true);
  });

  it('ignores a forged x-forwarded-for', async () => {
    await start(settings);
    const forged = (i: number) =>
      api.call(
        signInEvent(
          { username: `name.${i}`, password: 'wrong' },
          { headers: { 'x-forwarded-for': `198.51.100.${i}` } },
        ),
      );
    for (let i = 0; i < 4; i++) expect(isCompared(await forged(i))).toBe(true);
    api.clock.advance(2 * secondMs);
    expect(isRefused(await forged(5))).toBe(true);
  });

  it('does not count a success, and is not cleared by one', async () => {
    await start(settings);
    for (let i = 0; i < 3; i++) expect(isCompared(await spray(i))).toBe(true);
    for (let i = 0; i < 6; i++) expect((await right()).status).toBe(200);
    expect(isCompared(await spray(4))).toBe(true);
    api.clock.advance(2 * secondMs);
    expect(isRefused(await spray(5))).toBe(true);
  });

  it('keeps a blocked network from using up the slots of an account', async () => {
    await start(settings);
    for (let i = 0; i < 4; i++) await spray(i);
    api.clock.advance(2 * secondMs);
    for (let i = 0; i < 6; i++) expect(isRefused(await tryWith({ username: 'w.huber' }))).toBe(true);
    expect((await tryWith({ username: 'w.huber', password }, '198.51.100.9')).status).toBe(200);
    const accounts = (await api.attempts()).filter(item => 'since' in item);
    expect(accounts.find(item => item['since'] === 1)).toMatchObject({ n: 1 });
  });

  it('is not used up by attempts that the account refused', async () => {
    await start({ NETWORK_MAX_ATTEMPTS: '9', ACCOUNT_MAX_ATTEMPTS: '5' });
    for (let i = 0; i < 5; i++) await tryWith({});
    api.clock.advance(2 * secondMs);
    for (let i = 0; i < 20; i++) expect(isRefused(await tryWith({}))).toBe(true);
    expect((await right('w.huber')).status).toBe(200);
  });
});

describe('the limit of a known network', () => {
  const home = '198.51.100.1';
  const stranger = '203.0.113.7';
  /** The owner has signed in from home; then strangers use up all free slots, at the given time later. */
  async function blockedByStrangers(laterMs = 0) {
    await start({ ACCOUNT_MAX_ATTEMPTS: '5' });
    expect((await tryWith({ password }, home)).status).toBe(200);
    api.clock.advance(laterMs);
    for (let i = 0; i < 5; i++) expect(isCompared(await tryWith({}, stranger))).toBe(true);
    api.clock.advance(2 * secondMs);
    expect(isRefused(await tryWith({ password }, stranger))).toBe(true);
  }

  it('admits an account from a network that it signed in from, while strangers are blocked', async () => {
    await blockedByStrangers(29 * dayMs);
    expect((await tryWith({ password }, home)).status).toBe(200);
    expect(isRefused(await tryWith({ password }, stranger))).toBe(true);
  });

  it('gives strangers no new guesses', async () => {
    await blockedByStrangers();
    for (let i = 0; i < 10; i++) expect((await tryWith({ password }, home)).status).toBe(200);
    expect(isRefused(await tryWith({}, stranger))).toBe(true);
  });

  it('is a rate limit of its own', async () => {
    await blockedByStrangers();
    for (let i = 0; i < 5; i++) expect(isCompared(await tryWith({}, home))).toBe(true);
    api.clock.advance(2 * secondMs);
    const refused = await tryWith({ password }, home);
    expect(isRefused(refused)).toBe(true);
    expect(api.log.at(-1)).toMatchObject({ reason: 'known_network' });
  });

  it('says which of both opens earlier', async () => {
    await start({ ACCOUNT_MAX_ATTEMPTS: '8' });
    expect((await tryWith({ password }, home)).status).toBe(200);
    /** So many failures, each as soon as it can be. */
    const fail = async (times: number, sourceIp: string) => {
      for (let i = 0; i < times; i++) {
        expect(isCompared(await tryWith({}, sourceIp))).toBe(true);
        if (i >= 4) api.clock.advance(2 ** (i - 4) * secondMs);
      }
    };
    await fail(8, stranger);
    await fail(6, home);
    expect(isCompared(await tryWith({}, home))).toBe(true);
    api.clock.advance(2 * secondMs);
    // Strangers have to wait for a day, the owner for two of four seconds.
    expect((await tryWith({ password }, home)).headers['retry-after']).toBe('2');
  });

  it('belongs to one account and one network', async () => {
    await blockedByStrangers();
    expect((await right('w.huber')).status).toBe(200);
    expect((await tryWith({ username: 'w.huber', password }, home)).status).toBe(200);
    for (let i = 0; i < 5; i++) await tryWith({ username: 'w.huber' }, '203.0.113.8');
    api.clock.advance(2 * secondMs);
    for (let i = 0; i < 5; i++) expect(isCompared(await tryWith({ username: 'w.huber' }, home))).toBe(true);
    api.clock.advance(2 * secondMs);
    expect(isRefused(await tryWith({ username: 'w.huber', password }, home))).toBe(true);
    expect((await tryWith({ username: 'w.huber', password }, stranger)).status).toBe(200);
    expect((await tryWith({ password }, home)).status).toBe(200);
  });

  it('ends 30 days after the latest sign-in from there', async () => {
    await blockedByStrangers(30 * dayMs - 2 * secondMs);
    expect(isRefused(await tryWith({ password }, home))).toBe(true);
  });

  it('lasts until then', async () => {
    await blockedByStrangers(30 * dayMs - 3 * secondMs);
    expect((await tryWith({ password }, home)).status).toBe(200);
  });

  it('does not admit another account', async () => {
    await blockedByStrangers();
    for (let i = 0; i < 5; i++) await tryWith({ username: 'w.huber' }, stranger);
    api.clock.advance(2 * secondMs);
    expect(isRefused(await tryWith({ username: 'w.huber', password }, home))).toBe(true);
  });

  it('admits an account from a shared address that others keep blocked', async () => {
    await start({ NETWORK_MAX_ATTEMPTS: '4' });
    expect((await tryWith({ password }, home)).status).toBe(200);
    for (let i = 0; i < 4; i++) await tryWith({ username: `name.${i}` }, home);
    api.clock.advance(2 * secondMs);
    expect(isRefused(await tryWith({ username: 'w.huber', password }, home))).toBe(true);
    for (let i = 0; i < 3; i++) expect((await tryWith({ password }, home)).status).toBe(200);
    expect(api.log.at(-1)).toMatchObject({ outcome: 'signed_in', limit: 'known_network' });
  });
});

describe('the attempts table', () => {
  it('shows no name and no address', async () => {
    await start();
    await tryWith({});
    const items = JSON.stringify(await api.attempts());
    expect(items).not.toContain('huber');
    expect(items).not.toContain('203.0.113.7');
  });

  it('lets an item of a network expire after its window, and an item of an account after a day', async () => {
    await start();
    await tryWith({});
    const now = api.clock.now() / secondMs;
    const expiries = (await api.attempts())
      .map(item => Number(item['expires_at']) - now)
      .toSorted((a, b) => a - b);
    expect(expiries[0]).toBeLessThanOrEqual(600);
    expect(expiries[1]).toBe(86_400);
  });
});
