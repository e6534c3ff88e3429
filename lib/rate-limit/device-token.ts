/**
 * Device tokens. A right password hands one out; who shows it with the name is counted by device, for the rate limit only.
 * It signs nobody in. It is signed, so nothing is stored; it is bound to the name, to the user's id and to
 * `sessions_valid_from`, so it ends with a change of password and with the end of all sessions.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Username } from '../users/canonical-username.ts';
import type { User } from '../users/user.ts';

/** 30 days. */
export const deviceTokenMaxAgeSeconds = 30 * 86_400;

/** A device token, and a short pseudonym of its user, by which a browser tells the tokens of several users apart. */
export interface IssuedDeviceToken {
  readonly token: string;
  readonly userTag: string;
}

/** The device of a token with a good signature. Whether its user still knows it is for `isKnownTo` to say. */
export interface Device {
  readonly id: string;
  readonly binding: string;
  /** Seconds since 1970. */
  readonly expires: number;
}

/** Issues and verifies device tokens. */
export interface DeviceTokens {
  /** A token of the device; of a new one if it is null. Null if the user's item lacks what a token is bound to. */
  issue(user: User, device: Device | null, nowEpochMs: number): IssuedDeviceToken | null;
  /** The device of the newest good token for the name among these texts; null if none is good. */
  recognise(username: Username, shown: readonly string[], nowEpochMs: number): Device | null;
  /** Whether a token of the device is still good: the user is the same, and revoked no sessions since. */
  isKnownTo(user: User | null, device: Device): boolean;
}

/** Device id, expiry in seconds since 1970, binding, signature. */
const tokenPattern = /^([\w-]{16})\.(\d{10})\.([\w-]{22})\.([\w-]{43})$/;

/** The length of a token. A longer text is none, and is not even looked at. */
export const deviceTokenLength = 16 + 1 + 10 + 1 + 22 + 1 + 43;

const deviceIdBytes = 12;
const bindingBytes = 16;
const userTagBytes = 9;

/** Device tokens that are signed with the key. */
export function createDeviceTokens(key: Uint8Array): DeviceTokens {
  /** JSON, so that no two lists of values are the same text. */
  const hmac = (purpose: string, ...values: unknown[]) =>
    createHmac('sha256', key)
      .update(JSON.stringify([purpose, ...values]))
      .digest();
  const firstOf = (bytes: Buffer, count: number) => bytes.subarray(0, count).toString('base64url');

  const signatureOf = (username: Username, id: string, expires: string, binding: string) =>
    hmac('token', username, id, expires, binding).toString('base64url');

  /** What the user has to be and to remain, without telling it to whoever holds the token. */
  const bindingOf = ({ id, sessionsValidFromEpochMs }: User): string | null =>
    id === null || sessionsValidFromEpochMs === null
      ? null
      : firstOf(hmac('binding', id, sessionsValidFromEpochMs), bindingBytes);

  function parse(username: Username, text: string, nowEpochMs: number): Device | null {
    const parts = tokenPattern.exec(text);
    if (parts === null) return null;
    // The pattern has four groups, and each of them matches.
    const [, id, expires, binding, signature] = parts as unknown as [string, string, string, string, string];
    if (Number(expires) * 1000 <= nowEpochMs) return null;
    const expected = signatureOf(username, id, expires, binding);
    const isGood = timingSafeEqual(Buffer.from(signature), Buffer.from(expected));
    return isGood ? { id, binding, expires: Number(expires) } : null;
  }

  return {
    issue(user, device, nowEpochMs) {
      const binding = bindingOf(user);
      if (binding === null) return null;
      const id = device?.id ?? randomBytes(deviceIdBytes).toString('base64url');
      const expires = String(Math.floor(nowEpochMs / 1000) + deviceTokenMaxAgeSeconds);
      const signature = signatureOf(user.username, id, expires, binding);
      return {
        token: [id, expires, binding, signature].join('.'),
        userTag: firstOf(hmac('user', user.username), userTagBytes),
      };
    },

    recognise(username, shown, nowEpochMs) {
      const devices = shown.flatMap(text => parse(username, text, nowEpochMs) ?? []);
      // An older one may be of before a change of the password, in a header beside a newer cookie.
      return devices.toSorted((a, b) => b.expires - a.expires)[0] ?? null;
    },

    isKnownTo(user, device) {
      return user !== null && bindingOf(user) === device.binding;
    },
  };
}
