/**
 * The time that one request may wait for DynamoDB. Only time with a call under way counts: not hashing, not pauses.
 * This assumes one request at a time in a process, as Lambda has it. On a laptop, where many requests share a process,
 * hashing of one request delays the responses to another.
 */
import { asDatabaseUnavailable, DatabaseUnavailable } from './database-unavailable.ts';

/**
 * Beside up to 5 s of waiting for a slot and the time for undoing, it leaves 1.5 s of the function's 10 s for hashing: two
 * hashes of cost 13.
 */
const defaultBudgetMs = 3000;

/** So long can undoing take, even if the budget is used up. */
const undoMs = 500;

/** The budget of one request. */
export interface DatabaseTimeBudget {
  /**
   * Runs a call to DynamoDB, which has to honour the signal.
   * @throws {DatabaseUnavailable} if the budget is used up, or DynamoDB is out of reach, throttles or is broken
   */
  spend<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** The same for a call that undoes a write. For that there are always 500 ms. */
  undo<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Milliseconds spent so far. Calls at the same time count once. */
  spentMs(): number;
}

/** A budget in milliseconds, measured by a clock that never jumps (`Clock.elapsed`). */
export function createDatabaseTimeBudget(
  elapsed: () => number,
  budgetMs = defaultBudgetMs,
): DatabaseTimeBudget {
  let callsUnderWay = 0;
  let startedAt = 0;
  let spentMs = 0;
  const spentSoFarMs = () => spentMs + (callsUnderWay > 0 ? elapsed() - startedAt : 0);

  async function within<T>(limitMs: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (callsUnderWay === 0) startedAt = elapsed();
    callsUnderWay += 1;
    try {
      return await call(AbortSignal.timeout(Math.ceil(limitMs)));
    } catch (error) {
      throw asDatabaseUnavailable(error) ?? error;
    } finally {
      callsUnderWay -= 1;
      if (callsUnderWay === 0) spentMs += elapsed() - startedAt;
    }
  }

  return {
    async spend(call) {
      const leftMs = budgetMs - spentSoFarMs();
      if (leftMs <= 0) {
        throw new DatabaseUnavailable('the database time of this request is used up');
      }
      return within(leftMs, call);
    },
    undo: call => within(Math.max(undoMs, budgetMs - spentSoFarMs()), call),
    spentMs: spentSoFarMs,
  };
}
