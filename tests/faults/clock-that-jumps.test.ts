/** The wall clock is set while a request is under way, as happens to a virtual machine that was paused. */
import { afterEach, describe, expect, it } from 'vitest';
import { cheapHash, createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { createVirtualClock } from '../support/clocks.ts';
import { signInEvent } from '../support/event-builder.ts';
import { startFunction, type TestFunction } from '../support/test-function.ts';

const password = 'Password1234!';
const secondMs = 1000;
const dayMs = 86_400_000;

let api: TestFunction | null = null;
afterEach(() => api?.stop());

describe('a sign-in during which the wall clock is set', () => {
  it.each([
    ['5 s ahead', 5 * secondMs],
    ['5 s back', -5 * secondMs],
    ['30 days ahead', 30 * dayMs],
    ['30 days back', -30 * dayMs],
  ])('%s succeeds, and logs only the time that passed', async (_case, jumpMs) => {
    const virtual = createVirtualClock();
    let reads = 0;
    const clock = {
      ...virtual,
      elapsed: () => performance.now(),
      // It jumps after the first few times that it is read, while calls to the database are under way.
      now: () => {
        reads += 1;
        return virtual.now() + (reads > 3 ? jumpMs : 0);
      },
    };
    api = await startFunction({}, { clock, bcrypt: createCheapBcrypt() });
    await api.putUser({ username: 'st.huber', id: 33, password: cheapHash(password, 10) });
    const reply = await api.call(signInEvent({ username: 'st.huber', password, stay_logged_in: true }));
    expect(reply.status).toBe(200);
    const databaseMs = Number(api.log[0]?.['database_ms']);
    expect(databaseMs).toBeGreaterThanOrEqual(0);
    expect(databaseMs).toBeLessThan(3 * secondMs);
  });
});
