import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { connectDatabase } from '../../../lib/database/dynamodb-client.ts';
import { createDatabaseTimeBudget } from '../../../lib/database/time-budget.ts';
import { createPseudonymize } from '../../../lib/observability/pseudonym.ts';
import { createWaitPermits } from '../../../lib/rate-limit/wait-permits.ts';
import { createCheapBcrypt } from '../../support/cheap-bcrypt.ts';
import { api, hash, isRefused, minuteMs, right, secondMs, start } from '../../support/counted-sign-ins.ts';
import { tables } from '../../support/test-function.ts';
import { takeAllWaitsOf } from '../../support/wait-permits-used-up.ts';

const hourMs = 60 * minuteMs;
const hourStartsAt = 1_569_254_400_000;
const budget = createDatabaseTimeBudget(() => 0);

/** Asks for permits at the same moment; how many are given. */
async function givenAt(nowEpochMs: number, asked: number): Promise<number> {
  const take = createWaitPermits(connectDatabase(), tables.ATTEMPTS_TABLE, createPseudonymize(key));
  const permits = await Promise.all(Array.from({ length: asked }, () => take(nowEpochMs, budget)));
  return permits.filter(Boolean).length;
}
const key = randomBytes(32);

describe('permits to wait', () => {
  it('are fifty an hour', async () => {
    await start();
    expect(await givenAt(hourStartsAt, 30)).toBe(30);
    expect(await givenAt(hourStartsAt + hourMs - 1, 30)).toBe(20);
    expect(await givenAt(hourStartsAt + hourMs, 30)).toBe(30);
  });

  it('are counted in an item that stays for a day after the hour', async () => {
    await start();
    await givenAt(hourStartsAt + 20 * minuteMs, 1);
    await givenAt(hourStartsAt + 40 * minuteMs, 1);
    const daySeconds = 86_400;
    expect(await api.attempts()).toEqual([
      {
        counter: createPseudonymize(key)(`waits ${hourStartsAt / hourMs}`),
        waits: 2,
        expires_at: (hourStartsAt + hourMs) / secondMs + daySeconds,
      },
    ]);
  });
});

/** bcrypt that compares nothing before `go` is called. */
function createHeldBcrypt() {
  const bcrypt = createCheapBcrypt();
  const { promise: going, resolve: go } = Promise.withResolvers<void>();
  const compare = async (guess: string, hash: string) => {
    await going;
    return bcrypt.compare(guess, hash);
  };
  return { bcrypt: { ...bcrypt, compare }, go };
}

/** Seven right sign-ins at once, none of which ends before two are refused. */
async function signInSevenTimes(settings: Record<string, string>, nameOf: (i: number) => string) {
  const { bcrypt, go } = createHeldBcrypt();
  await start(settings, bcrypt);
  for (let i = 0; i < 7; i++) await api.putUser({ username: nameOf(i), id: 100 + i, password: hash });
  await takeAllWaitsOf(api);
  let refused = 0;
  const signIn = async (_: unknown, i: number) => {
    const reply = await right(nameOf(i));
    if (isRefused(reply)) refused += 1;
    if (refused === 2) go();
    return reply;
  };
  const startedAt = api.clock.elapsed();
  const replies = await Promise.all(Array.from({ length: 7 }, signIn));
  const refusals = replies.filter(isRefused);
  return {
    signedIn: replies.filter(({ status }) => status === 200).length,
    retryAfter: refusals.map(({ headers }) => headers['retry-after']),
    tookMs: api.clock.elapsed() - startedAt,
  };
}

describe('once fifty have waited within an hour', () => {
  it('five of seven right passwords at once get in, and the others a second later', async () => {
    const answered = await signInSevenTimes({}, () => 'st.huber');
    expect(answered).toEqual({ signedIn: 5, retryAfter: ['1', '1'], tookMs: 0 });
    api.clock.advance(secondMs);
    expect((await Promise.all([right(), right()])).map(({ status }) => status)).toEqual([200, 200]);
  });

  it('those for whom an address has no slot at the moment are told the end of its ten minutes', async () => {
    const answered = await signInSevenTimes({ NETWORK_MAX_ATTEMPTS: '5' }, i => `user.${i}`);
    const endsAfter = String((hourStartsAt + 10 * minuteMs - api.clock.now()) / secondMs);
    expect(answered).toEqual({ signedIn: 5, retryAfter: [endsAfter, endsAfter], tookMs: 0 });
    expect((await right()).status).toBe(200);
  });
});
