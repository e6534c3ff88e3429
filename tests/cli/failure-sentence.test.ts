import { describe, expect, it } from 'vitest';
import { failureOf } from '../../cli/failure-sentence.ts';
import { HalfDone } from '../../cli/half-done.ts';
import { asDatabaseUnavailable, DatabaseUnavailable } from '../../lib/database/database-unavailable.ts';

const atLoopback = { address: '127.0.0.1', port: 8000 };
const refusal = (place: object) =>
  Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect', ...place });
/** What Node makes of a host with two addresses. */
const ofBothAddresses = Object.assign(
  new AggregateError([refusal({ address: '::1', port: 8000 }), refusal(atLoopback)]),
  { code: 'ECONNREFUSED' },
);

const nothingListens =
  'Nothing listens on port 8000: run npm start in another terminal (with the same DYNAMODB_PORT, if you set one), or name a deployed stage with --stage.';

describe('a connection that the laptop refuses while a command runs', () => {
  it.each([
    ['one address', refusal(atLoopback)],
    ['all addresses', ofBothAddresses],
    ['a cause', new Error('of the SDK', { cause: ofBothAddresses })],
  ])('is told as the first look-up tells it: %s', (_case, refused) => {
    expect(failureOf(asDatabaseUnavailable(Object.assign(refused, { $metadata: {} })))).toEqual({
      exitCode: 3,
      error: 'unusable',
      message: nothingListens,
    });
  });

  it('is the reason of a command that is half done', () => {
    const cause = new DatabaseUnavailable('no answer', { cause: refusal(atLoopback) });
    expect(failureOf(new HalfDone('Something is left', { cause })).message).toBe(
      `${nothingListens} Something is left.`,
    );
  });

  it('is nothing of the laptop if an address of the network refuses', () => {
    const cause = refusal({ address: '192.0.2.1', port: 443 });
    expect(failureOf(new DatabaseUnavailable('no answer', { cause })).message).toBe(
      'no answer; try again in a moment.',
    );
  });
});
