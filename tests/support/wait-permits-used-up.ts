/** Uses up the permits to wait of the present hour, as fifty requests that wait would. */
import { connectDatabase } from '../../lib/database/dynamodb-client.ts';
import { createDatabaseTimeBudget } from '../../lib/database/time-budget.ts';
import { createPseudonymize } from '../../lib/observability/pseudonym.ts';
import { createWaitPermits, maxWaitsAnHour } from '../../lib/rate-limit/wait-permits.ts';
import { loadKeys } from '../../lib/secrets/load-keys.ts';
import { type TestFunction, tables } from './test-function.ts';

/** Takes all of them; none may be taken yet. */
export async function takeAllWaitsOf(
  { secret, clock }: Pick<TestFunction, 'secret' | 'clock'>,
  table: string = tables.ATTEMPTS_TABLE,
): Promise<void> {
  const keys = await loadKeys({ from: 'environment', secret });
  const take = createWaitPermits(connectDatabase(), table, createPseudonymize(keys.counters));
  const budget = createDatabaseTimeBudget(() => 0);
  // One after the other: on a busy machine, one of many at once would take longer than a call may.
  let taken = 0;
  while (await take(clock.now(), budget)) taken += 1;
  if (taken !== maxWaitsAnHour) throw new Error(`${taken} permits were left, not ${maxWaitsAnHour}`);
}
