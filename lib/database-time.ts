/**
 * The time that one sign-in may spend waiting for the database. Time in which nothing is under way (a password being
 * hashed, a pause before the next look) is not counted. That is of one request in one process, as Lambda has it: where
 * many share one, as on a laptop, their hashes hold up each other's answers.
 */
import { DatabaseUnavailable, unavailable } from './dynamodb.ts';

/** With at most 5 s of waiting for a place, it leaves 2 s of the function's 10 s for hashing: two hashes of cost 13. */
const databaseBudgetMs = 3000;

/** Spends the database time of one sign-in. */
export interface DatabaseTime {
  /**
   * Runs a call to the database; it must honour the signal.
   * @throws {DatabaseUnavailable} if the time is used up, or the database is out of reach, throttling or broken
   */
  spend<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Milliseconds spent so far. Calls side by side count once. */
  spentMs(): number;
}

/** A budget in milliseconds, by a clock in milliseconds. */
export function createDatabaseTime(now: () => number, budgetMs = databaseBudgetMs): DatabaseTime {
  let underWay = 0;
  let startedAt = 0;
  let spentMs = 0;
  const spentSoFarMs = () => spentMs + (underWay > 0 ? now() - startedAt : 0);

  return {
    async spend(call) {
      const leftMs = budgetMs - spentSoFarMs();
      if (leftMs <= 0) {
        throw new DatabaseUnavailable('the database time of this request is used up');
      }
      if (underWay === 0) startedAt = now();
      underWay += 1;
      try {
        return await call(AbortSignal.timeout(Math.ceil(leftMs)));
      } catch (error) {
        throw unavailable(error) ?? error;
      } finally {
        underWay -= 1;
        if (underWay === 0) spentMs += now() - startedAt;
      }
    },
    spentMs: spentSoFarMs,
  };
}
