/**
 * The rate limit while everything happens at once: many calls, several instances, one database. What counts is what
 * bcrypt was asked to compare, whatever was answered.
 */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import bcryptjs from 'bcryptjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpResponse } from '../../handlers/http/response.ts';
import { slowClock } from '../support/clocks.ts';
import { signInEvent } from '../support/event-builder.ts';
import type { Comparison, Limit } from '../support/function-process.ts';
import { type Instances, startInstances } from '../support/parallel-functions.ts';

/** What came of calls with one name. */
interface Round {
  readonly startedAtEpochMs: number;
  readonly answers: readonly HttpResponse[];
  readonly comparisons: readonly Comparison[];
}

const password = 'Password1234!';
const freeAttempts = 5;
const secondMs = 1000;

let instances: Instances;
beforeAll(async () => {
  instances = await startInstances(4);
});
afterAll(() => instances.stop());

/** Makes the calls at once, with a user of their own, whose hash tells their comparisons from others. */
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

/** The same for a name that does not exist; only one such round can be told from others. */
async function playUnknown(calls: readonly APIGatewayProxyEventV2[]): Promise<Round> {
  const startedAtEpochMs = slowClock.now();
  const answers = await instances.call(calls);
  return { startedAtEpochMs, answers, comparisons: instances.comparisonsWith(null) };
}

/** From a network of their own: one that somebody signed in from has slots besides those of the account. */
const wrong = (count: number, username: string) =>
  Array.from({ length: count }, (_, i) =>
    signInEvent({ username, password: `wrong ${i}` }, { sourceIp: '203.0.113.99' }),
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

/** Wrong guesses that the rules admit in a row: five at once, and one more after 1 s, 3 s, 7 s … */
const admittedWithin = (elapsedMs: number) => freeAttempts + Math.floor(Math.log2(1 + elapsedMs / secondMs));

/** What they admit up to the last comparison of a round. */
const admittedIn = ({ startedAtEpochMs, comparisons }: Round) =>
  admittedWithin((comparisons.at(-1)?.atEpochMs ?? startedAtEpochMs) - startedAtEpochMs);

describe('passwords at once', () => {
  let known: Round;
  let unknown: Round;
  let mixed: Round;
  // Side by side, since each of the rounds waits out 2 s of a slow clock.
  beforeAll(async () => {
    [known, unknown, mixed] = await Promise.all([
      play('guessed', wrong(200, 'guessed')),
      playUnknown(wrong(200, 'no.such.name')),
      play('mixed', [...right(4, 'mixed'), ...wrong(60, 'mixed')]),
    ]);
  });

  it.each([
    ['exists', () => known],
    ['does not exist', () => unknown],
  ])('are compared as often as the rules admit if 200 are wrong and the name %s', (_, roundOf) => {
    const round = roundOf();
    const compared = round.comparisons.length;
    expect(compared).toBe(admittedIn(round));
    // Who waits for a slot waits for 2 s, and the sixth opens after 1 s.
    expect(compared).toBeGreaterThan(freeAttempts);
    expect(ofKind(round, incorrect)).toHaveLength(compared);
    expect(ofKind(round, refused)).toHaveLength(200 - compared);
  });

  it('are refused byte for byte alike, whether the name exists or not', () => {
    const waits = (...rounds: Round[]) =>
      new Set(rounds.flatMap(round => ofKind(round, refused)).map(answer => answer.headers?.['retry-after']));
    const texts = new Set(
      [known, unknown].flatMap(round => ofKind(round, refused)).map(answer => JSON.stringify(answer)),
    );
    for (const wait of waits(known, unknown)) expect(wait).toMatch(/^[1-9]\d*$/);
    // One text for each wait: nothing else tells two refusals apart.
    expect(texts.size).toBe(waits(known, unknown).size);
    expect([...waits(known)].some(wait => waits(unknown).has(wait))).toBe(true);
  });

  it('are compared, if wrong, no more often than those that were right before have opened slots', () => {
    const { startedAtEpochMs, comparisons, answers } = mixed;
    let admitted = freeAttempts;
    let compared = 0;
    for (const { matches, atEpochMs } of comparisons) {
      if (matches) {
        admitted += freeAttempts;
        continue;
      }
      compared += 1;
      // Beside those, a slot opens no sooner than a second after the one before it.
      const opened = Math.floor((atEpochMs - startedAtEpochMs) / secondMs);
      expect(compared).toBeLessThanOrEqual(admitted + opened);
    }
    expect(ofKind(mixed, incorrect)).toHaveLength(compared);
    expect(ofKind(mixed, signedIn)).toHaveLength(comparisons.length - compared);
    expect(ofKind(mixed, refused)).toHaveLength(answers.length - comparisons.length);
  });

  it('all sign in if fifty are right, each with a session token of its own', async () => {
    const { answers, comparisons } = await play('busy', right(50, 'busy'));
    expect(answers.map(kindOf)).toEqual(Array(50).fill(signedIn));
    expect(new Set(answers.map(answer => bodyOf(answer)['session_token'])).size).toBe(50);
    expect(comparisons.map(({ matches }) => matches)).toEqual(Array(50).fill(true));
  });

  it('are compared too often by a limit that reads, compares and then adds: these tests catch it', async () => {
    const round = await play('naive', wrong(30, 'naive'), 'naive');
    expect(round.comparisons.length).toBeGreaterThan(admittedIn(round));
  });
});
