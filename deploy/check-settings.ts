/** The function's settings are checked before they are deployed: with a bad one it could not start. */
import { parseSettings, SettingsError } from '../lib/settings/parse-settings.ts';
import { paramOf } from './param-of-variable.ts';
import { RefusedDeployment } from './refused-deployment.ts';

/** CloudFormation puts the real one in its place. */
const anyArn = 'arn:aws:secretsmanager:region:000000000000:secret:any';

/** The clock of whoever types the time may be ahead of the one that is deployed from. */
const clockSkewMs = 60_000;

/**
 * Checks the function's environment with the schema that the function itself starts with.
 * @param environment as in the template; the secret's ARN is a reference there
 * @throws {RefusedDeployment} naming each bad setting by its param, and no value
 */
export function checkSettings(environment: Readonly<Record<string, unknown>>, nowEpochMs: number): void {
  // A time without quotes in serverless.yml is one for YAML too.
  const textOf = (value: unknown) => (value instanceof Date ? value.toISOString() : String(value));
  const variables = Object.entries(environment).map(([name, value]) => [name, textOf(value)]);
  try {
    const settings = parseSettings({ ...Object.fromEntries(variables), JWT_SECRET_ARN: anyArn });
    // Until that time nobody could use the session routes, and sessions that are opened meanwhile would stay.
    if (settings.sessionsValidFromEpochMs > nowEpochMs + clockSkewMs) {
      throw new RefusedDeployment(
        'Not deployed: sessionsValidFrom is in the future. Take the time as it is now, in UTC.',
      );
    }
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const reasons = error.message
      .replace(/^Refusing to start: /, '')
      .replace(/\b[A-Z]+(_[A-Z0-9]+)+\b/g, paramOf);
    throw new RefusedDeployment(`Not deployed: ${reasons}`);
  }
}
