/** Uses up the permits to wait of the present hour, as fifty requests that wait would. */
import { connectDatabase } from '../../lib/database/dynamodb-client.ts';
import { createDatabaseTimeBudget } from '../../lib/database/time-budget.ts';
import { createPseudonymize } from '../../lib/observability/pseudonym.ts';
import { createWaitPermits, maxWaitsAnHour } from '../../lib/rate-limit/wait-permits.ts';
import { loadKeys } from '../../lib/secrets/load-keys.ts';
import { type TestFunction, tables } from './test-function.ts';

type Waits = Pick<TestFunction, 'secret' | 'clock'>;

/** Takes permits, one after the other: on a busy machine, one of many at once would take longer than a call may. */
async function takeWaits({ secret, clock }: Waits, most: number, table: string): Promise<number> {
  const keys = await loadKeys({ from: 'environment', secret });
  const take = createWaitPermits(connectDatabase(), table, createPseudonymize(keys.counters));
  const budget = createDatabaseTimeBudget(() => 0);
  let taken = 0;
  while (taken < most && (await take(clock.now(), budget))) taken += 1;
  return taken;
}

/** Takes all of them; none may be taken yet. */
export async function takeAllWaitsOf(api: Waits, table: string = tables.ATTEMPTS_TABLE): Promise<void> {
  const taken = await takeWaits(api, Number.POSITIVE_INFINITY, table);
  if (taken !== maxWaitsAnHour) throw new Error(`${taken} permits were left, not ${maxWaitsAnHour}`);
}

/** Takes all but one; none may be taken yet. */
export async function takeAllWaitsButOneOf(api: Waits): Promise<void> {
  await takeWaits(api, maxWaitsAnHour - 1, tables.ATTEMPTS_TABLE);
}
