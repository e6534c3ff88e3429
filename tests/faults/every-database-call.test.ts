/**
 * Each database call of a sign-in and of a change of the password meets each kind of fault, one at a time. All of these
 * requests run before the first test. The tests then check what became of each.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { routeEvent, signInEvent } from '../support/event-builder.ts';
import { type FaultyDatabase, faults, startFaultyDatabase } from '../support/faulty-database.ts';
import { startFunction, type TestFunction } from '../support/test-function.ts';
import {
  kinds,
  newPassword,
  outdatedHash,
  password,
  reaches,
  runTrials,
  type Trial,
  tryOf,
} from './fault-trials.ts';

let database: FaultyDatabase;
/** Reads and writes the tables without faults. */
let observer: TestFunction;
let trials: Trial[] = [];
let attempts: Record<string, unknown>[] = [];
let sessions: Record<string, unknown>[] = [];
beforeAll(async () => {
  database = await startFaultyDatabase();
  observer = await startFunction({}, { database });
  trials = await runTrials({ database, observer });
  attempts = await observer.attempts();
  sessions = await observer.sessions();
}, 180_000);
afterAll(async () => {
  await observer.stop();
  await database.stop();
});

const codeOf = ({ reply }: Trial) => reply.body['error_code'];
const isUnavailable = (trial: Trial) => codeOf(trial) === 'temporarily_unavailable';
const sessionsOf = ({ username }: Trial) => sessions.filter(session => session['username'] === username);

const itemsOf = ({ connection }: Trial) => {
  const keys = new Set(connection.calls.map(({ key }) => key));
  return attempts.filter(({ counter }) => keys.has(String(counter)));
};

/** The attempts that the table has counted, whether or not they succeeded. */
const countedOf = (trial: Trial): number => itemsOf(trial).reduce((sum, { n = 0 }) => sum + Number(n), 0);

/** The failures that stand against the account. */
function standingOf(trial: Trial): number {
  const account = itemsOf(trial).find(item => 'forgiven_at' in item);
  return Math.ceil((Number(account?.['forgiven_at'] ?? 0) - Number(account?.['began_at'] ?? 0)) / 1_800_000);
}

/** The trials that break a rule, as a failing test shows them. */
const brokenBy = (isBroken: (trial: Trial) => boolean) =>
  trials.filter(isBroken).map(({ title, reply, seconds, guesses, log }) => ({
    title,
    reply,
    seconds,
    guesses,
    log,
  }));

describe('a request whose database calls fail', () => {
  it('meets every kind of fault at each of its calls', () => {
    const struck = trials.filter(({ connection }) =>
      connection.calls.some(({ identity }) => identity === connection.plannedFault?.identity),
    );
    // Nine kinds of calls of a right password, four of a wrong one, four of an unknown name, nine of a change.
    expect(struck).toHaveLength((9 + 4 + 4 + 9) * Object.keys(faults).length * reaches.length);
    expect(new Set(struck.map(({ title }) => title)).size).toBe(trials.length);
  });

  it('is answered with 503 and retry-after, or as if nothing had failed', () => {
    const documented = {
      'a right password': undefined,
      'a wrong password': 'username_or_password_incorrect',
      'an unknown name': 'username_or_password_incorrect',
      'a change of the password': undefined,
    };
    expect(brokenBy(trial => !isUnavailable(trial) && codeOf(trial) !== documented[trial.kind])).toEqual([]);
    for (const { reply } of trials.filter(isUnavailable)) {
      expect(reply).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
      expect(Object.keys(reply.body)).toEqual(['msg', 'error_code']);
    }
  });

  it('is answered within 10 s', () => {
    expect(brokenBy(({ seconds }) => seconds >= 10)).toEqual([]);
  });

  it('yields no token and no session for a wrong password or an unknown name', () => {
    expect(
      brokenBy(
        trial =>
          !kinds[trial.kind].isRight &&
          ('token' in trial.reply.body ||
            'session_token' in trial.reply.body ||
            sessionsOf(trial).length > 0),
      ),
    ).toEqual([]);
  });

  it('compares only passwords that were counted, and counts each at most as often as the SDK sends it', () => {
    expect(brokenBy(trial => trial.guesses > 1 || trial.guesses > countedOf(trial))).toEqual([]);
    expect(brokenBy(trial => countedOf(trial) > 2)).toEqual([]);
  });

  it('leaves each wrong guess behind as a failure, and a right one as none or as one or two', () => {
    expect(brokenBy(trial => !kinds[trial.kind].isRight && standingOf(trial) < trial.guesses)).toEqual([]);
    expect(brokenBy(trial => standingOf(trial) < 0 || standingOf(trial) > 2)).toEqual([]);
  });

  it('leaves a hash of the right password, and of the new one after a change', async () => {
    const bcrypt = createCheapBcrypt();
    for (const { title, kind, username, reply } of trials.filter(({ kind }) => kinds[kind].exists)) {
      const user = await observer.user(username);
      const hash = String(user?.['password']);
      const isOpenedBy = (text: string) => bcrypt.compare(text, hash);
      const isChanged = kind === 'a change of the password' && (await isOpenedBy(newPassword));
      expect(isChanged || (await isOpenedBy(password)), title).toBe(true);
      if (kind === 'a wrong password') expect(hash, title).toBe(outdatedHash);
      if (kind !== 'a change of the password') continue;
      expect(isChanged || reply.status === 503, title).toBe(true);
      expect(user, title).toMatchObject({ force_password_change: !isChanged });
    }
  });

  it('succeeds if a fault is gone at the second attempt', async () => {
    const passing = new Set([
      'cut before it was done',
      'cut after it was done',
      'InternalServerError',
      'ProvisionedThroughputExceededException',
      'ThrottlingException',
      'answered with nothing',
      'answered with a web page of a gateway',
    ]);
    const noticed = trials.filter(
      trial => trial.reach === 'once' && passing.has(trial.fault) && isUnavailable(trial),
    );
    // A busy machine can use up a time-out. A fault that the function really notices, it also notices when run alone.
    for (const { kind, connection, title } of noticed) {
      const { reply } = await tryOf({ database, observer }, kind, connection.plannedFault);
      expect(reply.status, title).toBeLessThan(500);
    }
  });

  // Last, because it changes users.
  it('leaves the session of its response, and of a change that was not stored at most one that does not count', async () => {
    const hashOf = (token: unknown) => createHash('sha256').update(String(token)).digest('hex');
    const others = trials.filter(trial => {
      const hashes = sessionsOf(trial).map(session => session['token_hash']);
      const { session_token: token } = trial.reply.body;
      return String(hashes) !== (token === undefined ? '' : hashOf(token));
    });
    for (const { kind, username, title } of others) {
      expect(kind, title).toBe('a change of the password');
      await observer.putUser({ ...(await observer.user(username)), username, force_password_change: false });
      const { body } = await observer.call(signInEvent({ username, password }));
      const list = routeEvent('GET /api/auth/sessions', { token: String(body['token']) });
      expect(await observer.call(list), title).toMatchObject({ status: 200, body: { sessions: [] } });
    }
  });
});
