/**
 * The rate limit with parallel guesses: many calls, several instances of the function in processes of their own, one
 * database. The tests count the passwords that bcrypt was asked to compare, whatever was answered.
 */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import bcryptjs from 'bcryptjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpResponse } from '../../handlers/http/response.ts';
import { slowClock } from '../support/clocks.ts';
import { signInEvent } from '../support/event-builder.ts';
import type { Comparison, Limit } from '../support/function-process.ts';
import { type ParallelFunctions, startParallelFunctions } from '../support/parallel-functions.ts';

/** Calls with one name, and what became of them. */
interface Round {
  readonly startedAtEpochMs: number;
  readonly answers: readonly HttpResponse[];
  readonly comparisons: readonly Comparison[];
}

const password = 'Password1234!';
const freeAttempts = 5;
const secondMs = 1000;

let instances: ParallelFunctions;
beforeAll(async () => {
  instances = await startParallelFunctions(4);
});
afterAll(() => instances.stop());

/** Makes the calls at the same time, with a user of their own. The user's hash tells their comparisons from others. */
async function play(
  username: string,
  calls: readonly APIGatewayProxyEventV2[],
  limit?: Limit,
): Promise<Round> {
  const hash = await bcryptjs.hash(password, 10);
  await instances.putUser({ username, id: 33, password: hash });
  const startedAtEpochMs = slowClock.now();
  const answers = await instances.call(calls, limit);
  return { startedAtEpochMs, answers, comparisons: instances.comparisonsWith(hash) };
}

/** 200 wrong ones from a device that has signed in before. */
async function playFromDevice(username: string): Promise<Round> {
  const { answers } = await play(username, right(1, username));
  const token = String(answers[0]?.headers?.['x-device-token']);
  return play(
    username,
    wrong(200, username, { 'content-type': 'application/json', 'x-device-token': token }),
  );
}

/** The same for a name that does not exist. There can be only one such round, because it has no hash. */
async function playUnknown(calls: readonly APIGatewayProxyEventV2[]): Promise<Round> {
  const startedAtEpochMs = slowClock.now();
  const answers = await instances.call(calls);
  return { startedAtEpochMs, answers, comparisons: instances.comparisonsWith(null) };
}

const wrong = (count: number, username: string, headers?: Record<string, string>) =>
  Array.from({ length: count }, (_, i) =>
    signInEvent({ username, password: `wrong ${i}` }, headers === undefined ? {} : { headers }),
  );
const right = (count: number, username: string) =>
  Array.from({ length: count }, () => signInEvent({ username, password, stay_logged_in: true }));

const bodyOf = (answer: HttpResponse): Record<string, unknown> => JSON.parse(answer.body ?? '');
const kindOf = (answer: HttpResponse) =>
  `${answer.statusCode} ${bodyOf(answer)['error_code'] ?? 'signed in'}`;
const signedIn = '200 signed in';
const incorrect = '400 username_or_password_incorrect';
const refused = '429 too_many_attempts';
const ofKind = ({ answers }: Round, kind: string) => answers.filter(answer => kindOf(answer) === kind);

/** How many wrong guesses in a row the rate limit admits: five at once, and one more after 1 s, 3 s, 7 s … */
const admittedWithin = (elapsedMs: number) => freeAttempts + Math.floor(Math.log2(1 + elapsedMs / secondMs));

/** How many it admits up to the last comparison of a round. */
const admittedIn = ({ startedAtEpochMs, comparisons }: Round) =>
  admittedWithin((comparisons.at(-1)?.atEpochMs ?? startedAtEpochMs) - startedAtEpochMs);

describe('parallel guesses', () => {
  let known: Round;
  let unknown: Round;
  let mixed: Round;
  let ofDevice: Round;
  // At the same time, because the clock is slow.
  beforeAll(async () => {
    [known, unknown, mixed, ofDevice] = await Promise.all([
      play('guessed', wrong(200, 'guessed')),
      playUnknown(wrong(200, 'no.such.name')),
      play('mixed', [...right(4, 'mixed'), ...wrong(60, 'mixed')]),
      playFromDevice('device'),
    ]);
  });

  it.each([
    ['exists', () => known],
    ['does not exist', () => unknown],
    ['exists, and one of its devices shows its token', () => ofDevice],
  ])('are compared exactly as often as the limit admits, if 200 are wrong and the name %s', (_, roundOf) => {
    const round = roundOf();
    const compared = round.comparisons.length;
    expect(compared).toBe(admittedIn(round));
    expect(compared).toBeGreaterThanOrEqual(freeAttempts);
    expect(ofKind(round, incorrect)).toHaveLength(compared);
    expect(ofKind(round, refused)).toHaveLength(200 - compared);
  });

  it('are refused with the same bytes, whether the name exists or not', () => {
    const waits = (...rounds: Round[]) =>
      new Set(rounds.flatMap(round => ofKind(round, refused)).map(answer => answer.headers?.['retry-after']));
    const texts = new Set(
      [known, unknown].flatMap(round => ofKind(round, refused)).map(answer => JSON.stringify(answer)),
    );
    for (const wait of waits(known, unknown)) expect(wait).toMatch(/^[1-9]\d*$/);
    // One text for each waiting time: two refusals differ in nothing else.
    expect(texts.size).toBe(waits(known, unknown).size);
    expect([...waits(known)].some(wait => waits(unknown).has(wait))).toBe(true);
  });

  it('are compared no more often if right ones are among them', () => {
    const { startedAtEpochMs, comparisons, answers } = mixed;
    let compared = 0;
    for (const { matches, atEpochMs } of comparisons) {
      if (matches) continue;
      compared += 1;
      expect(compared).toBeLessThanOrEqual(admittedWithin(atEpochMs - startedAtEpochMs));
    }
    expect(ofKind(mixed, incorrect)).toHaveLength(compared);
    expect(ofKind(mixed, signedIn)).toHaveLength(comparisons.length - compared);
    expect(ofKind(mixed, refused)).toHaveLength(answers.length - comparisons.length);
  });

  it('all sign in if fifty are right, and each gets a session token of its own', async () => {
    // Wrong guesses of the rounds above wait too, and no more than fifty requests may in an hour.
    await instances.stop();
    instances = await startParallelFunctions(4);
    const { answers, comparisons } = await play('busy', right(50, 'busy'));
    expect(answers.map(kindOf)).toEqual(Array(50).fill(signedIn));
    expect(new Set(answers.map(answer => bodyOf(answer)['session_token'])).size).toBe(50);
    expect(comparisons.map(({ matches }) => matches)).toEqual(Array(50).fill(true));
  });

  it('are compared too often by a limit that reads, compares and then adds, so these tests catch such a limit', async () => {
    const round = await play('naive', wrong(30, 'naive'), 'naive');
    expect(round.comparisons.length).toBeGreaterThan(admittedIn(round));
  });
});
