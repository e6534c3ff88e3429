import { describe, expect, it } from 'vitest';
import { connectDatabase } from '../../../lib/database/dynamodb-client.ts';
import { createDatabaseTimeBudget } from '../../../lib/database/time-budget.ts';
import { createAccountCounter } from '../../../lib/rate-limit/account-counter.ts';
import {
  api,
  hash,
  isCompared,
  isRefused,
  minuteMs,
  right,
  secondMs,
  start,
  tryWith,
} from '../../support/counted-sign-ins.ts';
import { tables } from '../../support/test-function.ts';

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
    expect(await api.attempts()).toEqual(before);
  });

  const account = async () => (await api.attempts()).find(item => 'forgiven_at' in item);

  it('is after a success as it was before', async () => {
    await start();
    for (let i = 0; i < 4; i++) expect(isCompared(await tryWith({}))).toBe(true);
    const before = await account();
    for (let i = 0; i < 12; i++) expect((await right()).status).toBe(200);
    expect(await account()).toEqual(before);
    expect(isCompared(await tryWith({}))).toBe(true);
    expect(isRefused(await right())).toBe(true);
  });

  it('is after a success as it was before, also if a slot had to open first', async () => {
    await start();
    for (let i = 0; i < 5; i++) expect(isCompared(await tryWith({}))).toBe(true);
    api.clock.advance(minuteMs);
    const { expires_at: _, ...before } = (await account()) ?? {};
    for (let i = 0; i < 12; i++) expect((await right()).status).toBe(200);
    expect(await account()).toMatchObject(before);
  });

  it('gives back no slot of an attempt that took longer than a minute', async () => {
    await start();
    const counter = createAccountCounter(connectDatabase(), tables.ATTEMPTS_TABLE, 'account', 'late', {
      freeAttempts: 5,
      maxAttempts: 100,
      forgivenEveryMs: minuteMs,
    });
    const budget = createDatabaseTimeBudget(() => 0);
    const slot = await (await counter.look(budget)).reserve(0, budget);
    await (await counter.look(budget)).reserve(0, budget);
    const late = async () => (await api.attempts()).find(item => item['counter'] === 'late')?.['forgiven_at'];
    await slot?.giveBack(minuteMs + 1, budget);
    expect(await late()).toBe(2 * minuteMs);
    await slot?.giveBack(minuteMs, budget);
    expect(await late()).toBe(minuteMs);
  });

  it('is the same for all ways to write a name', async () => {
    await start();
    const ways = ['st.huber', 'ST.HUBER', ' st.huber', 'ｓｔ.huber', 'St.Huber\u00a0'];
    for (const username of ways) expect(isCompared(await tryWith({ username }))).toBe(true);
    const accounts = (await api.attempts()).filter(item => 'forgiven_at' in item);
    expect(accounts).toMatchObject([{ forgiven_at: api.clock.now() + 5 * 30 * minuteMs }]);
  });

  it('does not count right passwords of an account that is not activated', async () => {
    await start();
    await api.putUser({ username: 'inactive', id: 1, password: hash, activated: false });
    for (let i = 0; i < 12; i++) expect((await right('inactive')).body['error_code']).toBe('not_activated');
  });
});
