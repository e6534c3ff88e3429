import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createDeviceTokens,
  deviceTokenLength,
  type IssuedDeviceToken,
} from '../../../lib/rate-limit/device-token.ts';
import { canonicalUsername } from '../../../lib/users/canonical-username.ts';
import type { User } from '../../../lib/users/user.ts';

const now = 1_569_254_437_000;
const dayMs = 86_400_000;
const username = canonicalUsername('st.huber');
const user: User = {
  username,
  id: 33,
  hasTooLargeId: false,
  password: null,
  activated: true,
  mustChangePassword: false,
  sessionsValidFromEpochMs: 0,
};

const tokens = createDeviceTokens(randomBytes(32));
const issue = (whose: Partial<User> = {}): IssuedDeviceToken => {
  const issued = tokens.issue({ ...user, ...whose }, null, now);
  if (issued === null) throw new Error('The user has all that a token is bound to');
  return issued;
};
const recognise = (token: string, name = 'st.huber', at = now) =>
  tokens.recognise(canonicalUsername(name), [token], at);

describe('a device token', () => {
  it('is recognised with its own name', () => {
    const { token } = issue();
    expect(token).toHaveLength(deviceTokenLength);
    expect(recognise(token)).toEqual({
      id: expect.stringMatching(/^[\w-]{16}$/),
      binding: expect.any(String),
      expires: Math.floor(now / 1000) + 30 * 86_400,
    });
    expect(recognise(token, 'w.huber')).toBeNull();
  });

  it('is good for 30 days', () => {
    const { token } = issue();
    const ends = Math.floor(now / 1000) * 1000 + 30 * dayMs;
    expect(recognise(token, 'st.huber', ends - 1)).not.toBeNull();
    expect(recognise(token, 'st.huber', ends)).toBeNull();
  });

  it('is known to its user only, until the user is another one or revokes all sessions', () => {
    const device = recognise(issue().token);
    if (device === null) throw new Error('The token is good');
    expect(tokens.isKnownTo(user, device)).toBe(true);
    expect(tokens.isKnownTo({ ...user, mustChangePassword: true, activated: false }, device)).toBe(true);
    for (const changed of [
      { id: 34 },
      { id: '33' },
      { id: null },
      { sessionsValidFromEpochMs: 1 },
      { sessionsValidFromEpochMs: null },
    ]) {
      expect(tokens.isKnownTo({ ...user, ...changed }, device)).toBe(false);
    }
    expect(tokens.isKnownTo(null, device)).toBe(false);
  });

  it('keeps its device when it is renewed, and has a new one otherwise', () => {
    const first = recognise(issue().token);
    const renewed = tokens.issue(user, first, now + dayMs);
    expect(recognise(renewed?.token ?? '')?.id).toBe(first?.id);
    expect(recognise(issue().token)?.id).not.toBe(first?.id);
  });

  it('is the newest of those that are shown', () => {
    const older = issue().token;
    const newer = tokens.issue(user, null, now + 1000)?.token ?? '';
    for (const shown of [
      [older, newer],
      [newer, older],
      ['x', older, newer],
    ]) {
      expect(tokens.recognise(username, shown, now + 1000)).toEqual(recognise(newer));
    }
  });

  it('is not issued to a user whose item is broken', () => {
    expect(tokens.issue({ ...user, id: null }, null, now)).toBeNull();
    expect(tokens.issue({ ...user, sessionsValidFromEpochMs: null }, null, now)).toBeNull();
  });

  it('tells neither name nor id, and has the same short pseudonym each time', () => {
    const issued = issue({ id: 'st-huber-id', sessionsValidFromEpochMs: 1_569_254_400_123 });
    expect(JSON.stringify(issued)).not.toMatch(/huber|1569254400123/);
    expect(issued.userTag).toBe(issue().userTag);
    expect(issued.userTag).not.toBe(issue({ username: canonicalUsername('w.huber') }).userTag);
  });

  it('cannot be made with another key', () => {
    const others = createDeviceTokens(randomBytes(32));
    expect(recognise(others.issue(user, null, now)?.token ?? '')).toBeNull();
  });

  it('cannot be changed anywhere', () => {
    const { token } = issue();
    const character = fc.constantFrom(...'ABCabc019-_.');
    fc.assert(
      fc.property(fc.nat({ max: token.length - 1 }), character, (at, other) => {
        const changed = `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
        expect(changed === token || recognise(changed) === null).toBe(true);
      }),
    );
  });

  it('is no longer text that has a token in it', () => {
    const { token } = issue();
    expect([`x${token}`, `${token}x`, `${token}\n`].map(text => recognise(text))).toEqual([null, null, null]);
  });

  it('is found among whatever else is shown', () => {
    const { token } = issue();
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string({ unit: 'binary' })), (before, after) => {
        expect(tokens.recognise(username, [...before, token, ...after], now)).not.toBeNull();
        expect(tokens.recognise(username, [...before, ...after], now)).toBeNull();
      }),
    );
  });
});
