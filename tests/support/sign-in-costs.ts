/** What one sign-in costs at most: each kind of response, what leads to it, and its calls to the database. */
import { cheapHash } from './cheap-bcrypt.ts';
import type { Reply } from './test-function.ts';

/** The password of a sign-in that says nothing else. */
export const password = 'Password1234!';
/** Its hash, which the user has unless the situation says otherwise. */
export const hash = cheapHash(password, 10);
const wrong = { password: 'wrong' };
const outdatedHash = cheapHash(password, 4);

/** What can happen before the request: sign-ins, and time that passes. */
export interface Past {
  tryWith(fields?: object): Promise<Reply>;
  /** From now on, sign-ins show this device token. */
  show(deviceToken: unknown): void;
  /** Another user gets the name. */
  putUser(user: { readonly id: number; readonly password: string }): Promise<void>;
  advance(milliseconds: number): void;
  /** As many as may wait in this hour. */
  takeAllWaits(): Promise<void>;
}

/** A request and what led to it. Without any of these, it is a right password for an active account. */
export interface Situation {
  readonly before?: (past: Past) => Promise<unknown>;
  readonly user?: object;
  readonly fields?: object;
  readonly body?: string;
  readonly sourceIp?: string;
  readonly waitsForHash?: boolean;
}

/** The limits of the function that is counted. */
export const limits = { ACCOUNT_MAX_ATTEMPTS: '6', NETWORK_MAX_ATTEMPTS: '14' };

/** Longer than an attempt can be under way, and than the first wait after five failures. */
const momentMs = 3000;

const failFiveTimes = async ({ tryWith }: Past) => {
  for (let i = 0; i < 5; i++) await tryWith(wrong);
};
/** The sixth failure is the last one that these settings admit. */
const useUp = async (past: Past) => {
  await failFiveTimes(past);
  past.advance(momentMs);
  await past.tryWith(wrong);
};
/** The device token of a right password, which all later sign-ins of the situation show. */
const knowDevice = async ({ tryWith, show }: Past) => show((await tryWith()).headers['x-device-token']);
const useUpDevice = async (past: Past) => {
  await knowDevice(past);
  await useUp(past);
};
const failOnDevice = async (past: Past) => {
  await knowDevice(past);
  await past.tryWith(wrong);
};
const forgetDevice = async (past: Past) => {
  await knowDevice(past);
  await past.putUser({ id: 34, password: hash });
};
const failOnce = ({ tryWith }: Past) => tryWith(wrong);
const withAllWaitsTaken = (before: (past: Past) => Promise<void>) => async (past: Past) => {
  await before(past);
  await past.takeAllWaits();
};
const useUpNetwork = async ({ tryWith }: Past) => {
  for (let i = 0; i < 14; i++) await tryWith({ username: `name.${i}` });
};
const aMomentAfter = (before: (past: Past) => Promise<void>) => async (past: Past) => {
  await before(past);
  past.advance(momentMs);
};

const stay = { stay_logged_in: true };
/** The query reads an index, which costs half as much; the index takes a write for each one of the session. */
const toStay = (items: number, writes: number): [number, number] => [items + 0.5, writes + 1];

const outdated = { password: outdatedHash };
const withId = { password: cheapHash(`${password}33`, 10), password_input: 'password+id' };
const incorrect = 'username_or_password_incorrect';

/**
 * Reads, the items that these are of, writes, round trips, outcome, request; and the read and write units, if they are
 * not one for each item and each write.
 */
type CostOfSignIn = [number, number, number, number, string, string, Situation, [number, number]?];

/** The costs of each kind. */
export const signInCosts: CostOfSignIn[] = [
  [0, 0, 0, 0, 'invalid_json', 'no JSON', { body: '{' }],
  [0, 0, 0, 0, 'validation_failed', 'a broken constraint', { body: '{}' }],
  [2, 3, 2, 2, incorrect, 'a wrong password', { fields: wrong }],
  [2, 3, 2, 2, incorrect, 'an unknown name', { fields: { username: 'w.huber' } }],
  [2, 3, 2, 2, incorrect, 'a wrong one after failures', { fields: wrong, before: failOnce }],
  [2, 3, 2, 2, incorrect, 'a wrong one after a wait', { fields: wrong, before: aMomentAfter(failFiveTimes) }],
  [2, 5, 4, 2, incorrect, 'a wrong one from an IPv6 address', { fields: wrong, sourceIp: '2001:db8::1' }],
  [1, 2, 1, 1, incorrect, 'a wrong one from a known device', { fields: wrong, before: knowDevice }],
  [
    3,
    5,
    3,
    3,
    incorrect,
    'a wrong one from a device that is known no more',
    { fields: wrong, before: forgetDevice },
  ],
  [2, 3, 4, 3, 'not_activated', 'an account that is not activated', { user: { activated: false } }],
  [
    2,
    3,
    4,
    3,
    'change_password',
    'an account that must change it',
    { user: { force_password_change: true } },
  ],
  [2, 3, 4, 3, 'signed_in', 'a right password', {}],
  [3, 3, 5, 3, 'signed_in', 'a right password, to stay', { fields: stay }, toStay(3, 5)],
  [2, 3, 5, 3, 'signed_in', 'a right password, outdated hash', { user: outdated }],
  [2, 3, 5, 3, 'signed_in', 'a right password, hashed with the id', { user: withId }],
  [2, 3, 2, 2, incorrect, 'a wrong password, hashed with the id', { user: withId, fields: wrong }],
  [2, 3, 2, 2, incorrect, 'an unknown password_input', { user: { password_input: 'sha1' } }],
  [2, 3, 2, 2, incorrect, 'a password that is too long', { fields: { password: 'x'.repeat(1025) } }],
  [
    3,
    3,
    6,
    3,
    'signed_in',
    'a right password, to stay, outdated hash',
    { fields: stay, user: outdated },
    toStay(3, 6),
  ],
  [2, 3, 4, 3, 'signed_in', 'a right password after a wait', { before: aMomentAfter(failFiveTimes) }],
  [1, 2, 2, 2, 'signed_in', 'a right password from a known device', { before: knowDevice }],
  [1, 2, 3, 3, 'signed_in', 'the same after a failure there', { before: failOnDevice }],
  [
    2,
    2,
    3,
    2,
    'signed_in',
    'a right password from a known device, to stay',
    { fields: stay, before: knowDevice },
    toStay(2, 3),
  ],
  [1, 2, 0, 1, 'too_many_attempts', 'a blocked account', { before: aMomentAfter(useUp) }],
  [1, 2, 0, 1, 'too_many_attempts', 'a blocked network', { before: aMomentAfter(useUpNetwork) }],
  [1, 2, 1, 1, 'too_many_attempts', 'a blocked device', { before: aMomentAfter(useUpDevice) }],
  [
    5,
    10,
    1,
    6,
    'too_many_attempts',
    'a blocked account, an attempt under way',
    { before: useUp, waitsForHash: true },
  ],
  [
    5,
    10,
    1,
    6,
    'too_many_attempts',
    'a blocked network, an attempt under way',
    { before: useUpNetwork, waitsForHash: true },
  ],
  [
    5,
    10,
    2,
    6,
    'too_many_attempts',
    'a blocked device, an attempt under way',
    { before: useUpDevice, waitsForHash: true },
  ],
  [
    1,
    2,
    1,
    2,
    'too_many_attempts',
    'a blocked account, an attempt under way, as many have waited as may',
    { before: withAllWaitsTaken(useUp) },
  ],
  [
    1,
    2,
    2,
    2,
    'too_many_attempts',
    'a blocked device, an attempt under way, as many have waited as may',
    { before: withAllWaitsTaken(useUpDevice) },
  ],
];
