/**
 * The life of sessions as docs/sessions.md describes it, over plain lists: a session that ends is removed, and nothing
 * is hashed, signed, indexed or paged. It is slow and obvious, so that the function can be compared with it.
 */
import type { UserId } from '../../lib/users/user.ts';

/** A user. One who is removed and added again is another user. */
export interface ModelUser {
  readonly username: string;
  readonly id: UserId;
  password: string;
  activated: boolean;
  mustChangePassword: boolean;
  /** When all sessions were ended last. Tokens of a second before are worth nothing any more. */
  allEndedAtEpochMs: number;
}

/** A session that has not been ended. It may have expired, or its user may be locked out. */
export interface ModelSession {
  readonly user: ModelUser;
  /** The id under which the function lists the session. The model makes none. */
  id: string;
  label: string;
  readonly createdAtEpochMs: number;
  lastUsedAtEpochMs: number;
}

/** The claims of an access token that matter here. */
export interface ModelToken {
  readonly subject: UserId;
  readonly issuedAtEpochSeconds: number;
}

/** A session as it is listed, times in seconds since 1970. */
export interface ListedSession {
  readonly id: string;
  readonly session_information: string;
  readonly created_at: number;
  readonly last_used_at: number;
  readonly expires_at: number;
}

/** The answer to a client. `token` and `session` are what it gets with a success. */
export interface ModelAnswer {
  readonly status: number;
  readonly errorCode?: string;
  readonly token?: ModelToken;
  readonly session?: ModelSession;
  readonly listed?: readonly ListedSession[];
}

/** A name and a password, and whether to open a session. */
export interface ModelCredentials {
  readonly username: string;
  readonly password: string;
  readonly stays: boolean;
  readonly label: string;
}

/** A change of the password; `onlyIfRequired` on the route for users who have to. */
export interface ModelChange {
  readonly who: ModelCredentials;
  readonly newPassword: string;
  readonly onlyIfRequired: boolean;
}

/** All users and their sessions. Every method is given the time. */
export interface SessionModel {
  readonly users: Map<string, ModelUser>;
  /** The sessions that have not been ended. */
  readonly sessions: ReadonlySet<ModelSession>;
  signIn(who: ModelCredentials, nowEpochMs: number): ModelAnswer;
  changePassword(change: ModelChange, nowEpochMs: number): ModelAnswer;
  redeem(session: ModelSession | null, label: string | null, nowEpochMs: number): ModelAnswer;
  signOut(session: ModelSession | null, nowEpochMs: number): ModelAnswer;
  list(token: ModelToken, nowEpochMs: number): ModelAnswer;
  end(token: ModelToken, session: ModelSession | null, nowEpochMs: number): ModelAnswer;
  endAll(token: ModelToken, nowEpochMs: number): ModelAnswer;
  expiryOf(session: ModelSession): number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const inSeconds = (epochMs: number) => Math.floor(epochMs / 1000);
const refused = (status: number, errorCode: string): ModelAnswer => ({ status, errorCode });
const incorrect = refused(400, 'session_token_incorrect');
const unauthorized = refused(401, 'unauthorized');

/** A model without users. */
export function createSessionModel(): SessionModel {
  const users = new Map<string, ModelUser>();
  const sessions = new Set<ModelSession>();
  /** Those, and the ones that were ended together with others, whose rows stay until somebody comes with the token. */
  const rows = new Set<ModelSession>();

  const expiryOf = ({ createdAtEpochMs, lastUsedAtEpochMs }: ModelSession) =>
    Math.min(createdAtEpochMs + 30 * dayMs, lastUsedAtEpochMs + 14 * dayMs);

  /** Whether there is such a session, even if its user is locked out of it. */
  const isThere = (session: ModelSession, nowEpochMs: number) =>
    sessions.has(session) &&
    nowEpochMs < expiryOf(session) &&
    users.get(session.user.username) === session.user;

  const canBeRedeemed = (session: ModelSession, nowEpochMs: number) =>
    isThere(session, nowEpochMs) && session.user.activated && !session.user.mustChangePassword;

  const isGood = ({ issuedAtEpochSeconds }: ModelToken, nowEpochMs: number) =>
    inSeconds(nowEpochMs) < issuedAtEpochSeconds + 3600;

  const tokenFor = ({ id }: ModelUser, nowEpochMs: number): ModelToken => ({
    subject: id,
    issuedAtEpochSeconds: inSeconds(nowEpochMs),
  });

  const ofSubject = ({ subject }: ModelToken) =>
    Array.from(sessions).filter(session => session.user.id === subject);

  /** The user of a token is found by the rows of sessions. Without one there is nothing to be had. */
  function isRevoked({ subject, issuedAtEpochSeconds }: ModelToken): boolean {
    const owner = Array.from(rows).find(({ user }) => user.id === subject)?.user;
    if (owner === undefined) return false;
    const isGone = users.get(owner.username) !== owner;
    return isGone || (issuedAtEpochSeconds + 1) * 1000 <= owner.allEndedAtEpochMs;
  }

  function endAllOf(user: ModelUser, nowEpochMs: number): void {
    for (const session of sessions) if (session.user === user) sessions.delete(session);
    user.allEndedAtEpochMs = Math.max(nowEpochMs, user.allEndedAtEpochMs + 1);
  }

  /** Ends a session for good. */
  function end(session: ModelSession): void {
    sessions.delete(session);
    rows.delete(session);
  }

  const isExpired = (session: ModelSession, nowEpochMs: number) => nowEpochMs >= expiryOf(session);

  function welcome(user: ModelUser, who: ModelCredentials, nowEpochMs: number): ModelAnswer {
    const answer = { status: 200, token: tokenFor(user, nowEpochMs) };
    if (!who.stays) return answer;
    const session = {
      user,
      id: '',
      label: who.label,
      createdAtEpochMs: nowEpochMs,
      lastUsedAtEpochMs: nowEpochMs,
    };
    sessions.add(session);
    rows.add(session);
    return { ...answer, session };
  }

  /** The user with this name and password; null if there is none. */
  function userWith({ username, password }: ModelCredentials): ModelUser | null {
    const user = users.get(username);
    return user?.password === password ? user : null;
  }

  return {
    users,
    sessions,
    expiryOf,

    signIn(who, nowEpochMs) {
      const user = userWith(who);
      if (user === null) return refused(400, 'username_or_password_incorrect');
      if (!user.activated) return refused(400, 'not_activated');
      if (user.mustChangePassword) return refused(400, 'change_password');
      return welcome(user, who, nowEpochMs);
    },

    changePassword({ who, newPassword, onlyIfRequired }, nowEpochMs) {
      if (newPassword === who.password) return refused(400, 'validation_failed');
      const user = userWith(who);
      if (user === null) return refused(400, 'username_or_password_incorrect');
      if (!user.activated) return refused(400, 'not_activated');
      if (onlyIfRequired && !user.mustChangePassword) {
        return refused(400, 'no_password_change_needed_for_user');
      }
      endAllOf(user, nowEpochMs);
      user.password = newPassword;
      user.mustChangePassword = false;
      return welcome(user, who, nowEpochMs);
    },

    redeem(session, label, nowEpochMs) {
      if (session === null || isExpired(session, nowEpochMs)) return incorrect;
      if (!canBeRedeemed(session, nowEpochMs)) {
        end(session);
        return incorrect;
      }
      if (label !== null) session.label = label;
      if (nowEpochMs - session.lastUsedAtEpochMs >= hourMs) session.lastUsedAtEpochMs = nowEpochMs;
      return { status: 202, token: tokenFor(session.user, nowEpochMs) };
    },

    signOut(session, nowEpochMs) {
      if (session === null || isExpired(session, nowEpochMs)) return incorrect;
      const wasThere = isThere(session, nowEpochMs);
      end(session);
      return wasThere ? { status: 200 } : incorrect;
    },

    list(token, nowEpochMs) {
      if (!isGood(token, nowEpochMs) || isRevoked(token)) return unauthorized;
      const listed = ofSubject(token)
        .filter(session => canBeRedeemed(session, nowEpochMs))
        // Newest first, and of two that began at the same time, the greater id first.
        .toSorted((a, b) => b.createdAtEpochMs - a.createdAtEpochMs || (a.id < b.id ? 1 : -1))
        .map(session => ({
          id: session.id,
          session_information: session.label,
          created_at: inSeconds(session.createdAtEpochMs),
          last_used_at: inSeconds(session.lastUsedAtEpochMs),
          expires_at: inSeconds(expiryOf(session)),
        }));
      return { status: 200, listed };
    },

    end(token, session, nowEpochMs) {
      if (!isGood(token, nowEpochMs) || isRevoked(token)) return unauthorized;
      const isOwn = session !== null && ofSubject(token).includes(session);
      if (!isOwn || !isThere(session, nowEpochMs)) return refused(404, 'session_not_found');
      end(session);
      return { status: 204 };
    },

    endAll(token, nowEpochMs) {
      if (!isGood(token, nowEpochMs) || isRevoked(token)) return unauthorized;
      const owner = Array.from(rows).find(({ user }) => user.id === token.subject)?.user;
      if (owner !== undefined) endAllOf(owner, nowEpochMs);
      return { status: 204 };
    },
  };
}
