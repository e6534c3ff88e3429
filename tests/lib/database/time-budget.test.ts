import { describe, expect, it } from 'vitest';
import { DatabaseUnavailable } from '../../../lib/database/database-unavailable.ts';
import { createDatabaseTimeBudget } from '../../../lib/database/time-budget.ts';

function createClock() {
  let now = 0;
  return {
    now: () => now,
    advance: (ms: number) => {
      now += ms;
    },
  };
}

describe('the database time budget of a request', () => {
  it('counts the time of calls, of parallel calls once, and no time between calls', async () => {
    const clock = createClock();
    const time = createDatabaseTimeBudget(clock.now, 3000);
    await time.spend(async () => clock.advance(100));
    clock.advance(5000);
    let endFirst = () => {};
    const first = time.spend(
      () =>
        new Promise<void>(resolve => {
          endFirst = resolve;
        }),
    );
    clock.advance(50);
    await time.spend(async () => clock.advance(200));
    endFirst();
    await first;
    expect(time.spentMs()).toBe(350);
  });

  it('refuses a call when it is used up', async () => {
    const clock = createClock();
    const time = createDatabaseTimeBudget(clock.now, 3000);
    await time.spend(async () => clock.advance(3000));
    await expect(time.spend(async () => 'late')).rejects.toThrow(DatabaseUnavailable);
  });

  it('counts calls that are still under way', async () => {
    const clock = createClock();
    const time = createDatabaseTimeBudget(clock.now, 3000);
    await time.spend(async () => clock.advance(1000));
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = time.spend(() => promise);
    clock.advance(2000);
    expect(time.spentMs()).toBe(3000);
    await expect(time.spend(async () => 'late')).rejects.toThrow(
      'the database time of this request is used up',
    );
    resolve();
    await first;
  });

  it('has time for undoing when it is used up', async () => {
    const clock = createClock();
    const time = createDatabaseTimeBudget(clock.now, 3000);
    await time.spend(async () => clock.advance(3000));
    expect(await time.undo(async () => 'undone')).toBe('undone');
    const endless = (signal: AbortSignal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    await expect(time.undo(endless)).rejects.toThrow(DatabaseUnavailable);
  });

  it('aborts a call that takes longer than what is left', async () => {
    const time = createDatabaseTimeBudget(Date.now, 20);
    const endless = (signal: AbortSignal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    await expect(time.spend(endless)).rejects.toThrow(DatabaseUnavailable);
  });

  it('passes on errors that are not failures of the database', async () => {
    const time = createDatabaseTimeBudget(Date.now);
    await expect(time.spend(() => Promise.reject(new RangeError('ours')))).rejects.toThrow(RangeError);
  });
});
