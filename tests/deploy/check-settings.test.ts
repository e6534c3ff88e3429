import { describe, expect, inject, it } from 'vitest';
import { checkSettings } from '../../deploy/check-settings.ts';

/** The function's environment in the packaged template. */
const { Environment } = (inject('template').Resources['AuthLambdaFunction']?.Properties ?? {}) as {
  Environment: { Variables: Record<string, unknown> };
};
const environment = Environment.Variables;
const time = '2026-11-25T03:00:00Z';
const now = Date.parse(time);

describe('the check of the settings', () => {
  it('lets those of serverless.yml pass', () => {
    expect(() => checkSettings(environment, now)).not.toThrow();
  });

  it('takes a time with and without quotes', () => {
    expect(() => checkSettings({ ...environment, SESSIONS_VALID_FROM: time }, now)).not.toThrow();
    expect(() => checkSettings({ ...environment, SESSIONS_VALID_FROM: new Date(time) }, now)).not.toThrow();
  });

  it.each([
    [{ SESSIONS_VALID_FROM: 'now' }, /^Not deployed: sessionsValidFrom has to be a time in UTC/],
    [{ SESSIONS_VALID_FROM: '2026-11-25T04:00:00Z' }, 'Not deployed: sessionsValidFrom is in the future.'],
    [{ BCRYPT_COST: 9 }, 'Not deployed: bcryptCost has to be a whole number from 10 to 15.'],
    [{ BCRYPT_COST: 'twelve' }, 'Not deployed: bcryptCost has to be a whole number from 10 to 15.'],
    [{ SESSION_IDLE_DAYS: 40 }, 'Not deployed: sessionIdleDays has to be sessionMaxDays or less.'],
    [{ LOG_PLAIN_NAMES: 'yes' }, 'Not deployed: logPlainNames has to be true or false.'],
    [
      { SESSION_MAX_DAYS: 0, ACCOUNT_FREE_ATTEMPTS: 1000 },
      /^Not deployed: accountFreeAttempts has to be .*; sessionMaxDays has to be .*\.$/,
    ],
  ])('names each bad one by its param: %j', (bad, message) => {
    expect(() => checkSettings({ ...environment, ...bad }, now)).toThrow(message);
  });
});
