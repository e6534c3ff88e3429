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

/** bcrypt that compares nothing between `hold` and `go`. */
function createHeldBcrypt() {
  const bcrypt = createCheapBcrypt();
  let held = Promise.withResolvers<void>();
  const compare = async (guess: string, hash: string) => {
    await held.promise;
    return bcrypt.compare(guess, hash);
  };
  const hold = () => {
    held = Promise.withResolvers();
  };
  return { bcrypt: { ...bcrypt, compare }, hold, go: () => held.resolve() };
}

/** Starts the function, and nobody may wait any more in this hour. */
async function startWithoutWaits(settings: Record<string, string>) {
  const { bcrypt, hold, go } = createHeldBcrypt();
  await start(settings, bcrypt);
  await takeAllWaitsOf(api);

  /** Right sign-ins at the same moment, none of which ends before all but five are refused. */
  async function signInAtOnce(names: readonly string[]) {
    hold();
    let refused = 0;
    const goIfRefused = () => {
      if (refused === Math.max(0, names.length - 5)) go();
    };
    goIfRefused();
    const signIn = async (name: string) => {
      const reply = await right(name);
      if (isRefused(reply)) refused += 1;
      goIfRefused();
      return reply;
    };
    const startedAt = api.clock.elapsed();
    const replies = await Promise.all(names.map(signIn));
    return {
      signedIn: replies.filter(({ status }) => status === 200).length,
      retryAfter: replies.filter(isRefused).map(({ headers }) => headers['retry-after']),
      tookMs: api.clock.elapsed() - startedAt,
    };
  }
  return { signInAtOnce };
}

describe('once fifty have waited within an hour', () => {
  it('five of twelve right passwords at once get in, and five more with each try a second later', async () => {
    const { signInAtOnce } = await startWithoutWaits({});
    const rounds: unknown[] = [];
    for (let left = 12; left > 0; left -= 5) {
      rounds.push(await signInAtOnce(Array.from({ length: left }, () => 'st.huber')));
      api.clock.advance(secondMs);
    }
    expect(rounds).toEqual([
      { signedIn: 5, retryAfter: Array(7).fill('1'), tookMs: 0 },
      { signedIn: 5, retryAfter: ['1', '1'], tookMs: 0 },
      { signedIn: 2, retryAfter: [], tookMs: 0 },
    ]);
  });

  it('those for whom an address has no slot at the moment are told the end of its ten minutes', async () => {
    const { signInAtOnce } = await startWithoutWaits({ NETWORK_MAX_ATTEMPTS: '5' });
    const names = Array.from({ length: 7 }, (_, i) => `user.${i}`);
    for (const [i, username] of names.entries()) {
      await api.putUser({ username, id: 100 + i, password: hash });
    }
    const answered = await signInAtOnce(names);
    const endsAfter = String((hourStartsAt + 10 * minuteMs - api.clock.now()) / secondMs);
    expect(answered).toEqual({ signedIn: 5, retryAfter: [endsAfter, endsAfter], tookMs: 0 });
    expect((await right()).status).toBe(200);
  });
});
