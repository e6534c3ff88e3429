/** Environments of the function, for tests of its settings. */
import { randomBytes } from 'node:crypto';
import { parseSettings, SettingsError } from '../../lib/settings/parse-settings.ts';

export const secret = randomBytes(32).toString('base64');
/** The variables that have no default. */
export const minimal = {
  USERS_TABLE: 'users',
  SESSIONS_TABLE: 'sessions',
  ATTEMPTS_TABLE: 'attempts',
  JWT_SECRET: secret,
};

/** The sentence with which the function refuses to start with these variables; 'accepted' if it does not. */
export function refusalOf(environment: Record<string, string | undefined>): string {
  try {
    parseSettings({ ...minimal, ...environment });
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return 'accepted';
}
