/** Wires the decisions out of the stores, the limit and the keys: once, when the keys are there. */
import type { Database } from '../lib/dynamodb.ts';
import { createGuessingLimit } from '../lib/guessing-limit.ts';
import type { Keys } from '../lib/keys.ts';
import { createOwnSessions } from '../lib/own-sessions.ts';
import { createPasswordChange } from '../lib/password-change.ts';
import { createPasswordCheck } from '../lib/password-check.ts';
import { type Bcrypt, createPasswords } from '../lib/passwords.ts';
import type { Clock } from '../lib/place.ts';
import { createPseudonyms } from '../lib/pseudonyms.ts';
import { createRedemption } from '../lib/redemption.ts';
import { createSessions } from '../lib/sessions.ts';
import type { Settings } from '../lib/settings.ts';
import { createSignIn } from '../lib/signin.ts';
import { createSignOut } from '../lib/signout.ts';
import { createTokenIssuer, createTokenVerifier } from '../lib/tokens.ts';
import { createUsers } from '../lib/users.ts';
import type { Decisions } from './routes.ts';

/** All decisions of the function. */
export function wireDecisions(
  settings: Settings,
  database: Database,
  keys: Keys,
  clock: Clock,
  bcrypt: Bcrypt | undefined,
): Decisions {
  const pseudonym = createPseudonyms(keys.pseudonyms);
  const users = createUsers(database, settings.usersTable);
  const sessions = createSessions(database, settings.sessionsTable, settings.session);
  const passwords = createPasswords(settings.bcryptCost, bcrypt);
  const issueToken = createTokenIssuer(keys.tokens, settings.jwtIssuer);
  const { attemptsTable, guessing } = settings;
  const guessingLimit = createGuessingLimit(database, attemptsTable, guessing, pseudonym, clock);
  const nameInLog = settings.logPlainNames ? (name: string) => name : pseudonym;
  const checkPassword = createPasswordCheck({ users, guessingLimit, passwords, nameInLog, clock });
  const parts = { checkPassword, users, sessions, guessingLimit, passwords, issueToken, clock };

  return {
    signIn: createSignIn(parts),
    changePassword: createPasswordChange(parts),
    redeem: createRedemption(users, sessions, issueToken, clock),
    signOut: createSignOut(users, sessions, clock),
    ownSessions: createOwnSessions(users, sessions, clock),
    verifyToken: createTokenVerifier(keys.tokens, settings.jwtIssuer),
    nowEpochSeconds: () => Math.floor(clock.now() / 1000),
  };
}
