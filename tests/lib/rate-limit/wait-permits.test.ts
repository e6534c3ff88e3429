import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { connectDatabase } from '../../../lib/database/dynamodb-client.ts';
import { createDatabaseTimeBudget } from '../../../lib/database/time-budget.ts';
import { createPseudonymize } from '../../../lib/observability/pseudonym.ts';
import { createWaitPermits } from '../../../lib/rate-limit/wait-permits.ts';
import { api, minuteMs, secondMs, start } from '../../support/counted-sign-ins.ts';
import { tables } from '../../support/test-function.ts';

const minuteStartsAt = 1_569_254_400_000;
const budget = createDatabaseTimeBudget(() => 0);

/** Asks for permits at the same moment; how many are given. */
async function givenAt(nowEpochMs: number, asked: number): Promise<number> {
  const take = createWaitPermits(connectDatabase(), tables.ATTEMPTS_TABLE, createPseudonymize(key));
  const permits = await Promise.all(Array.from({ length: asked }, () => take(nowEpochMs, budget)));
  return permits.filter(Boolean).length;
}
const key = randomBytes(32);

describe('permits to wait', () => {
  it('are fifty a minute', async () => {
    await start();
    expect(await givenAt(minuteStartsAt, 30)).toBe(30);
    expect(await givenAt(minuteStartsAt + minuteMs - 1, 30)).toBe(20);
    expect(await givenAt(minuteStartsAt + minuteMs, 30)).toBe(30);
  });

  it('are counted in an item that stays for a day after the minute', async () => {
    await start();
    await givenAt(minuteStartsAt + 20 * secondMs, 1);
    await givenAt(minuteStartsAt + 40 * secondMs, 1);
    const daySeconds = 86_400;
    expect(await api.attempts()).toEqual([
      {
        counter: createPseudonymize(key)(`waits ${minuteStartsAt / minuteMs}`),
        waits: 2,
        expires_at: (minuteStartsAt + minuteMs) / secondMs + daySeconds,
      },
    ]);
  });
});
