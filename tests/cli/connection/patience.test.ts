import { describe, expect, it } from 'vitest';
import { createPatience } from '../../../cli/connection/patience.ts';
import { DatabaseUnavailable } from '../../../lib/database/database-unavailable.ts';
import { createVirtualClock } from '../../support/clocks.ts';

/** As the SDK throws it when it has repeated a call as often as it does. */
const throttled = Object.assign(new Error('slow down'), { code: 'ThrottlingException' });

describe('a database that throttles', () => {
  it('is asked again until it answers, with longer and longer pauses', async () => {
    const clock = createVirtualClock();
    const startedAt = clock.elapsed();
    let calls = 0;
    let pauses = 0;
    const patience = createPatience(() => {
      pauses += 1;
    }, clock);
    const answer = await patience.call(async () => {
      calls += 1;
      if (calls < 6) throw throttled;
      return 'done';
    });
    expect(answer).toBe('done');
    expect(pauses).toBe(5);
    expect(clock.elapsed() - startedAt).toBe(200 + 400 + 800 + 1600 + 3200);
  });

  it('makes all calls wait for one pause', async () => {
    const clock = createVirtualClock();
    const startedAt = clock.elapsed();
    const patience = createPatience(() => {}, clock);
    let isThrottling = true;
    const call = () =>
      patience.call(async () => {
        if (isThrottling) throw throttled;
      });
    const calls = [call(), call(), call()];
    isThrottling = false;
    await Promise.all(calls);
    expect(clock.elapsed() - startedAt).toBe(200);
  });

  it('that answers nothing for five minutes is given up', async () => {
    const patience = createPatience(() => {}, createVirtualClock());
    const call = patience.call(() => Promise.reject(throttled));
    await expect(call).rejects.toThrow(DatabaseUnavailable);
  });
});

it('What waiting does not mend is thrown at once', async () => {
  const patience = createPatience(() => {}, createVirtualClock());
  const refusal = new Error('no such table');
  await expect(patience.call(() => Promise.reject(refusal))).rejects.toBe(refusal);
});
