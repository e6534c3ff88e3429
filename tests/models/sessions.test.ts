/** Long random histories of several users: the function answers what a simple model of sessions answers. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cheapHash, createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { type RouteEventDetails, routeEvent } from '../support/event-builder.ts';
import {
  histories,
  type OperatorsChange,
  passwords,
  type Step,
  userCount,
} from '../support/session-history.ts';
import {
  createSessionModel,
  type ListedSession,
  type ModelAnswer,
  type ModelSession,
  type ModelToken,
} from '../support/session-model.ts';
import { type Reply, startFunction, type TestFunction } from '../support/test-function.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const [firstPassword] = passwords;
const firstHash = cheapHash(firstPassword, 10);

let api: TestFunction;
beforeAll(async () => {
  // The rate limit has a model of its own.
  const noLimit = {
    ACCOUNT_FREE_ATTEMPTS: '100',
    ACCOUNT_MAX_ATTEMPTS: '100',
    NETWORK_MAX_ATTEMPTS: '1000000',
  };
  api = await startFunction(noLimit, { bcrypt: createCheapBcrypt() });
});
afterAll(() => api.stop());

/** The part of a reply that the model predicts: no sentences, and only the claims of a token. */
function observed({ status, body }: Reply): object {
  const errorCode = body['error_code'];
  const claims = typeof body['token'] === 'string' ? decodeJwt(body['token']) : null;
  if (claims !== null) expect(claims.exp).toBe(Number(claims.iat) + 3600);
  return {
    status,
    ...(errorCode === undefined ? {} : { errorCode: String(errorCode) }),
    ...(claims === null ? {} : { token: { subject: claims.sub, issuedAtEpochSeconds: Number(claims.iat) } }),
  };
}

/** The token or session that a step means. */
function past<T>(latestFirst: readonly T[], back: number): T | undefined {
  return back < 0 ? undefined : latestFirst[back % latestFirst.length];
}

/** Plays a history with function and model, and fails at the first answer in which they differ. */
async function play(history: readonly Step[]): Promise<void> {
  const model = createSessionModel();
  const run = randomUUID();
  const now = () => api.clock.now();
  const startedAt = now();
  /** All tokens and sessions that were ever handed out, the latest first. */
  const tokens: { readonly text: string; readonly says: ModelToken }[] = [];
  const sessions: { readonly text: string; readonly is: ModelSession }[] = [];
  let lastId = 0;

  const usernameOf = (nth: number) => `user.${nth}.${run}`;
  const call = (routeKey: string, request: RouteEventDetails) => api.call(routeEvent(routeKey, request));
  const at = (what: string) => `${what} at ${now() - startedAt} ms`;

  /** Two ids that differ only in their type belong to two users. */
  async function addUser(nth: number): Promise<void> {
    lastId += 1;
    const digits = `${Math.ceil(lastId / 2)}${Number.parseInt(run.slice(0, 8), 16)}`;
    const id = lastId % 2 === 1 ? Number(digits) : digits;
    const username = usernameOf(nth);
    await api.putUser({ username, id, password: firstHash });
    model.users.set(username, {
      username,
      id,
      password: firstPassword,
      activated: true,
      mustChangePassword: false,
      allEndedAtEpochMs: 0,
    });
  }

  function compare(what: string, reply: Reply, expected: ModelAnswer): void {
    const { session, listed, ...answer } = expected;
    expect(observed(reply), at(what)).toEqual(answer);
    expect('session_token' in reply.body, at(what)).toBe(session !== undefined);
    if (expected.token !== undefined) {
      tokens.unshift({ text: String(reply.body['token']), says: expected.token });
    }
  }

  /** The whole list, page by page. */
  async function listAll(token: string, limit: number): Promise<{ reply: Reply; all: ListedSession[] }> {
    const all: ListedSession[] = [];
    let cursor: unknown;
    // A cursor that always leads to the same page would never end.
    while (all.length <= sessions.length) {
      const query = { limit: String(limit), ...(cursor === undefined ? {} : { cursor: String(cursor) }) };
      const reply = await call('GET /api/auth/sessions', { token, query });
      if (reply.status !== 200) return { reply, all };
      // The contract's shape; what is in it is compared.
      const page = reply.body['sessions'] as ListedSession[];
      all.push(...page);
      cursor = reply.body['cursor'];
      if (cursor === undefined) return { reply, all };
      expect(page, at('a page that is not the last')).toHaveLength(limit);
    }
    throw new Error(at('a list that is longer than all sessions that ever were'));
  }

  async function compareList(token: string, says: ModelToken, limit: number): Promise<void> {
    const { reply, all } = await listAll(token, limit);
    const { listed = [], ...answer } = model.list(says, now());
    expect(observed(reply), at('list')).toEqual(answer);
    expect(all, at('list')).toEqual(listed);
  }

  /** Finds a new session in the list: the one that was not there before. */
  async function findNewSession(reply: Reply, { token, session }: ModelAnswer): Promise<void> {
    if (token === undefined || session === undefined) return;
    const text = String(reply.body['token']);
    const known = new Set(sessions.map(({ is }) => is.id));
    const added = (await listAll(text, 100)).all.filter(({ id }) => !known.has(id));
    expect(added, at('the new session in the list')).toHaveLength(1);
    session.id = added[0]?.id ?? '';
    sessions.unshift({ text: String(reply.body['session_token']), is: session });
    await compareList(text, token, 100);
  }

  const credentials = ({
    user: nth,
    right: isRight,
    stays: wantsToStay,
    label: text,
  }: {
    readonly user: number;
    readonly right: boolean;
    readonly stays: boolean;
    readonly label: string;
  }) => {
    const username = usernameOf(nth);
    const password = model.users.get(username)?.password ?? firstPassword;
    return { username, password: isRight ? password : `not ${password}`, stays: wantsToStay, label: text };
  };

  async function takeSignIn(step: Step & { step: 'sign in' }): Promise<void> {
    const who = credentials(step);
    const { username, password, stays: stay_logged_in, label: session_information } = who;
    const body = { username, password, stay_logged_in, session_information };
    const reply = await call('POST /api/auth/signin', { body });
    const expected = model.signIn(who, now());
    compare(step.step, reply, expected);
    await findNewSession(reply, expected);
  }

  async function takeChange(step: Step & { step: 'change the password' }): Promise<void> {
    const who = credentials(step);
    const { username, password: old_password, stays: stay_logged_in, label: session_information } = who;
    const new_password = passwords[step.to] ?? '';
    const body = { username, old_password, new_password, stay_logged_in, session_information };
    const { onlyIfRequired } = step;
    const route = onlyIfRequired ? 'changePasswordAfterSignin' : 'changePassword';
    const reply = await call(`POST /api/auth/${route}`, { body });
    const expected = model.changePassword({ who, newPassword: new_password, onlyIfRequired }, now());
    compare(step.step, reply, expected);
    await findNewSession(reply, expected);
  }

  async function takeEnd({ back, session: sessionBack }: Step & { step: 'end one' }): Promise<void> {
    const token = past(tokens, back);
    if (token === undefined) return;
    const session = past(sessions, sessionBack)?.is ?? null;
    const id = session?.id ?? randomUUID();
    const reply = await call('DELETE /api/auth/sessions/{id}', { token: token.text, id });
    compare('end one', reply, model.end(token.says, session, now()));
  }

  async function takeOperation({ user: nth, change }: Step & { step: 'operate' }): Promise<void> {
    const username = usernameOf(nth);
    const [item, known] = [await api.user(username), model.users.get(username)];
    if (item === undefined || known === undefined) return;
    Object.assign(known, change);
    const { activated, mustChangePassword: force_password_change } = known;
    await api.putUser({ ...item, username, activated, force_password_change });
  }

  async function takeRemoval(nth: number): Promise<void> {
    const username = usernameOf(nth);
    if (!model.users.delete(username)) return addUser(nth);
    await api.removeUser(username);
  }

  const unknown = 'x'.repeat(64);

  async function take(step: Step): Promise<void> {
    switch (step.step) {
      case 'sign in':
        return takeSignIn(step);
      case 'change the password':
        return takeChange(step);
      case 'redeem': {
        const { text = unknown, is = null } = past(sessions, step.back) ?? {};
        const session_information = step.label;
        const reply = await call('POST /api/auth/IamLoggedIn', {
          body: { session_token: text, session_information },
        });
        return compare(step.step, reply, model.redeem(is, step.label, now()));
      }
      case 'sign out': {
        const { text = unknown, is = null } = past(sessions, step.back) ?? {};
        const reply = await call('POST /api/auth/signout', { body: { session_token: text } });
        return compare(step.step, reply, model.signOut(is, now()));
      }
      case 'list': {
        const token = past(tokens, step.back);
        return token && compareList(token.text, token.says, step.limit);
      }
      case 'end one':
        return takeEnd(step);
      case 'end all': {
        const token = past(tokens, step.back);
        if (token === undefined) return;
        const reply = await call('DELETE /api/auth/sessions', { token: token.text });
        return compare(step.step, reply, model.endAll(token.says, now()));
      }
      case 'operate':
        return takeOperation(step);
      case 'remove or add again':
        return takeRemoval(step.user);
      case 'let time pass':
        return api.clock.advance(step.ms);
      case 'go to where a session expires': {
        const session = past(sessions, step.back)?.is;
        if (session === undefined) return;
        return api.clock.advance(Math.max(0, model.expiryOf(session) + step.offByMs - now()));
      }
    }
  }

  for (let nth = 0; nth < userCount; nth++) await addUser(nth);
  for (const step of history) await take(step);
  // At the end, every session is asked about once more.
  for (const { text, is } of sessions) {
    const reply = await call('POST /api/auth/IamLoggedIn', { body: { session_token: text } });
    compare('redeem in the end', reply, model.redeem(is, null, now()));
  }
}

const signIn = { step: 'sign in', user: 0, right: true, stays: true, label: 'Firefox' } as const;
const redeem = { step: 'redeem', back: 0, label: null } as const;
const list = { step: 'list', back: 0, limit: 1 } as const;
const pass = (ms: number) => ({ step: 'let time pass', ms }) as const;
const operate = (change: OperatorsChange) => ({ step: 'operate', user: 0, change }) as const;
const toExpiry = (offByMs: number) => ({ step: 'go to where a session expires', back: 0, offByMs }) as const;

const changeTo = (to: number, onlyIfRequired: boolean) =>
  ({
    step: 'change the password',
    onlyIfRequired,
    user: 0,
    right: true,
    to,
    stays: true,
    label: 'Chrome',
  }) as const;

/** A session that is used again and again ends after thirty days. */
const usedToItsEnd: Step[] = [
  signIn,
  pass(13 * dayMs),
  redeem,
  pass(13 * dayMs),
  redeem,
  toExpiry(-1),
  redeem,
  toExpiry(0),
  redeem,
];

/** Within the hour no use is written, even if a new label is. */
const usedWithinTheHour: Step[] = [
  signIn,
  pass(hourMs - 1),
  redeem,
  list,
  pass(1),
  redeem,
  list,
  pass(1000),
  { ...redeem, label: 'Chrome' },
  list,
];

/** After all sessions were ended, none is left to sign out of. */
const signedOutOfAfterTheEnd: Step[] = [signIn, { step: 'end all', back: 0 }, { step: 'sign out', back: 0 }];

/** A user who cannot redeem at the moment can still end all sessions, and they do not come back. */
const endedWhileLockedOut: Step[] = [
  signIn,
  operate({ mustChangePassword: true }),
  { step: 'end all', back: 0 },
  operate({ mustChangePassword: false }),
  redeem,
];

/** A session that is redeemed while its user is locked out does not come back. */
const redeemedWhileLockedOut: Step[] = [
  signIn,
  operate({ activated: false }),
  redeem,
  operate({ activated: true }),
  redeem,
  list,
];

/** A session that is not listed, because its user is locked out, can still be ended. */
const oneEndedWhileLockedOut: Step[] = [
  signIn,
  operate({ activated: false }),
  list,
  { step: 'end one', back: 0, session: 0 },
  operate({ activated: true }),
  redeem,
];

/** A change of password ends the older sessions. Those that start right after it can be ended too. */
const endedRightAfterAChange: Step[] = [
  signIn,
  operate({ mustChangePassword: true }),
  changeTo(1, true),
  signIn,
  list,
  { step: 'end all', back: 0 },
  signIn,
  list,
];

/** Who does not have to change the password can do so on one route only; who has to, on both. */
const changedWhenever: Step[] = [
  signIn,
  changeTo(1, true),
  changeTo(1, false),
  redeem,
  list,
  operate({ mustChangePassword: true }),
  changeTo(2, false),
  signIn,
  list,
];

describe('the sessions of several users', () => {
  // A failure lists each shorter history that fails too, and has time to find the shortest.
  it('follow the model in random histories', { timeout: 120_000 }, async () => {
    await fc.assert(fc.asyncProperty(histories, play), {
      numRuns: 100,
      verbose: true,
      interruptAfterTimeLimit: 100_000,
      markInterruptAsFailure: true,
      examples: [
        [usedToItsEnd],
        [usedWithinTheHour],
        [signedOutOfAfterTheEnd],
        [endedWhileLockedOut],
        [redeemedWhileLockedOut],
        [oneEndedWhileLockedOut],
        [endedRightAfterAChange],
        [changedWhenever],
      ],
    });
  });
});
