/**
 * A wrong password from a known device, whose slot is tried for while its counter is read: each of its three calls
 * meets each kind of fault, one at a time. All of these requests run side by side before the first test.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cheapHash, createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { signInEvent } from '../support/event-builder.ts';
import {
  type FaultyDatabase,
  faults,
  type PlannedFault,
  startFaultyDatabase,
} from '../support/faulty-database.ts';
import { startFunction, type TestFunction } from '../support/test-function.ts';

const password = 'Password1234!';
const clock = { now: Date.now, elapsed: () => performance.now(), pause: (ms: number) => pause(ms) };

let database: FaultyDatabase;
let observer: TestFunction;
let started = 0;

/** One wrong guess of a device of its own, and what became of it. */
async function tryOf(title: string, plannedFault: PlannedFault | null) {
  started += 1;
  const username = `user.${started}`;
  const sourceIp = `198.18.0.${started}`;
  const connection = database.connect();
  const bcrypt = createCheapBcrypt();
  const api = await startFunction(connection.settings, { database, bcrypt, clock });
  await observer.putUser({ username, id: started, password: cheapHash(password, 10) });
  const { headers } = await api.call(signInEvent({ username, password }, { sourceIp }));
  const shown = { 'content-type': 'application/json', 'x-device-token': String(headers['x-device-token']) };
  connection.calls.length = 0;
  connection.plannedFault = plannedFault;
  const before = bcrypt.guesses();
  const wrong = signInEvent({ username, password: 'wrong' }, { sourceIp, headers: shown });
  const { status } = await api.call(wrong);
  await api.stop();
  return { title, status, guesses: bcrypt.guesses() - before, calls: connection.calls };
}

let trials: Awaited<ReturnType<typeof tryOf>>[] = [];
let attempts: Record<string, unknown>[] = [];
beforeAll(async () => {
  database = await startFaultyDatabase();
  observer = await startFunction({}, { database });
  const { calls } = await tryOf('healthy', null);
  trials = await Promise.all(
    calls.flatMap(({ identity }) =>
      Object.entries(faults).map(([name, fault]) =>
        tryOf(`${identity}: ${name}`, { identity, fault, reach: 'once' }),
      ),
    ),
  );
  await database.idle();
  attempts = await observer.attempts();
}, 120_000);
afterAll(async () => {
  await observer.stop();
  await database.stop();
});

/**
 * The failures that stand against the device. A late call of the sign-in before can be among its calls: to the account.
 */
function standingOf({ calls }: (typeof trials)[number]): number {
  const keys = calls.filter(({ table }) => table === 'attempts').map(({ key }) => key);
  const standing = attempts
    .filter(({ counter, forgiven_at }) => forgiven_at !== undefined && keys.includes(String(counter)))
    .map(({ forgiven_at, began_at }) => (Number(forgiven_at) - Number(began_at)) / (4 * 3_600_000));
  return Math.ceil(Math.max(0, ...standing));
}

describe('a wrong password from a known device', () => {
  it('is answered with 400 or 503 if one of its two calls fails', () => {
    expect(trials).toHaveLength(2 * Object.keys(faults).length);
    expect(trials.filter(({ status }) => status !== 400 && status !== 503)).toEqual([]);
  });

  it('is compared only if it was counted, and is counted once for each time that a write is sent', () => {
    expect(trials.filter(trial => trial.guesses > 1 || trial.guesses > standingOf(trial))).toEqual([]);
    expect(trials.filter(trial => standingOf(trial) > 2)).toEqual([]);
  });
});
