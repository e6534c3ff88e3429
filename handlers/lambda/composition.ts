/** Composes the use cases from tables, rate limit, password hasher and keys. It runs once, when the keys are loaded. */
import { createAccessTokenIssuer } from '../../lib/access-tokens/issue-access-token.ts';
import {
  createAccessTokenVerifier,
  type VerifyAccessToken,
} from '../../lib/access-tokens/verify-access-token.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Database } from '../../lib/database/dynamodb-client.ts';
import { createNamesInLog, plainNamesInLog } from '../../lib/observability/names-in-log.ts';
import { createPseudonymize } from '../../lib/observability/pseudonym.ts';
import { type Bcrypt, createPasswordHasher } from '../../lib/passwords/password-hasher.ts';
import { createDeviceTokens } from '../../lib/rate-limit/device-token.ts';
import { createCountPasswordChange } from '../../lib/rate-limit/password-changes.ts';
import { createRateLimit } from '../../lib/rate-limit/rate-limit.ts';
import type { Keys } from '../../lib/secrets/load-keys.ts';
import { createSessionsTable } from '../../lib/sessions/sessions-table.ts';
import type { Settings } from '../../lib/settings/parse-settings.ts';
import { type ChangePassword, createChangePassword } from '../../lib/use-cases/change-password.ts';
import { createOwnSessions, type OwnSessions } from '../../lib/use-cases/own-sessions.ts';
import {
  createRedeemSessionToken,
  type RedeemSessionToken,
} from '../../lib/use-cases/redeem-session-token.ts';
import { createSignIn, type SignIn } from '../../lib/use-cases/sign-in.ts';
import { createSignOut, type SignOut } from '../../lib/use-cases/sign-out.ts';
import { createVerifyCredentials } from '../../lib/use-cases/verify-credentials.ts';
import { createUsersTable } from '../../lib/users/users-table.ts';

/** What the routes call. */
export interface UseCases {
  readonly signIn: SignIn;
  readonly changePassword: ChangePassword;
  readonly changePasswordAfterSignIn: ChangePassword;
  readonly redeemSessionToken: RedeemSessionToken;
  readonly signOut: SignOut;
  readonly ownSessions: OwnSessions;
  readonly verifyAccessToken: VerifyAccessToken;
  /** Seconds since 1970. */
  readonly nowEpochSeconds: () => number;
}

/** All use cases of the function. */
export function composeUseCases(
  settings: Settings,
  database: Database,
  keys: Keys,
  clock: Clock,
  bcrypt: Bcrypt | undefined,
): UseCases {
  const users = createUsersTable(database, settings.usersTable, settings.sessionsValidFromEpochMs);
  const sessions = createSessionsTable(database, settings.sessionsTable, settings.session);
  const passwordHasher = createPasswordHasher(settings.bcryptCost, bcrypt);
  const issueAccessToken = createAccessTokenIssuer(keys.accessTokens, settings.jwtIssuer);
  const pseudonymize = createPseudonymize(keys.counters);
  const rateLimit = createRateLimit(
    database,
    settings.attemptsTable,
    settings.rateLimit,
    settings.bcryptCost,
    pseudonymize,
    clock,
  );
  const namesInLog = settings.logPlainNames ? plainNamesInLog : createNamesInLog(keys.pseudonyms);
  const deviceTokens = createDeviceTokens(keys.devices);
  const verifyCredentials = createVerifyCredentials({
    users,
    rateLimit,
    deviceTokens,
    passwordHasher,
    namesInLog,
    clock,
  });
  const dependencies = {
    verifyCredentials,
    users,
    sessions,
    rateLimit,
    countPasswordChange: createCountPasswordChange(
      database,
      settings.attemptsTable,
      settings.rateLimit,
      pseudonymize,
      clock,
    ),
    deviceTokens,
    passwordHasher,
    issueAccessToken,
    clock,
  };

  return {
    signIn: createSignIn(dependencies),
    changePassword: createChangePassword(dependencies, { onlyIfRequired: false }),
    changePasswordAfterSignIn: createChangePassword(dependencies, { onlyIfRequired: true }),
    redeemSessionToken: createRedeemSessionToken(users, sessions, issueAccessToken, clock),
    signOut: createSignOut(users, sessions, clock),
    ownSessions: createOwnSessions(users, sessions, clock),
    verifyAccessToken: createAccessTokenVerifier(keys.accessTokens, settings.jwtIssuer),
    nowEpochSeconds: () => Math.floor(clock.now() / 1000),
  };
}
