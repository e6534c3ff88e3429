import { describe, expect, it } from 'vitest';
import { api, hash, isCompared, right, secondMs, start, tryWith } from '../../support/counted-sign-ins.ts';

describe('the counter of an account', () => {
  it('does not count attempts that it refuses, and they do not extend the wait', async () => {
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
    // The network's item was counted up and released. The account's was not touched.
    const account = (items: Record<string, unknown>[]) => items.filter(item => 'since' in item);
    expect(account(await api.attempts())).toEqual(account(before));
  });

  it('starts again after a success', async () => {
    await start();
    for (let i = 0; i < 4; i++) expect(isCompared(await tryWith({}))).toBe(true);
    expect((await right()).status).toBe(200);
    for (let i = 0; i < 5; i++) expect(isCompared(await tryWith({}))).toBe(true);
    const account = (await api.attempts()).find(item => 'since' in item);
    expect(account).toMatchObject({ n: 10, since: 5, open_to: 10 });
  });

  it('is the same for all ways to write a name', async () => {
    await start();
    const ways = ['st.huber', 'ST.HUBER', ' st.huber', 'ｓｔ.huber', 'St.Huber\u00a0'];
    for (const username of ways) expect(isCompared(await tryWith({ username }))).toBe(true);
    const account = (await api.attempts()).filter(item => 'since' in item);
    expect(account).toMatchObject([{ n: 5 }]);
  });

  it('does not count right passwords of an account that is not activated', async () => {
    await start();
    await api.putUser({ username: 'inactive', id: 1, password: hash, activated: false });
    for (let i = 0; i < 12; i++) expect((await right('inactive')).body['error_code']).toBe('not_activated');
  });
});
