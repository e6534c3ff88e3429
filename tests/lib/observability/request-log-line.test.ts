import { describe, expect, it } from 'vitest';
import { api, hookCapturedLog, lines, signIn, start } from '../../support/captured-log.ts';

hookCapturedLog();

const pseudonym = expect.stringMatching(/^[\w-]{43}$/);

describe('the log line of a request', () => {
  it('has the outcome, the limit, the milliseconds, and pseudonyms', async () => {
    await start();
    await signIn();
    expect(lines()).toEqual([
      {
        level: 'info',
        time: expect.any(String),
        request_id: 'request-1',
        route: 'POST /api/auth/signin',
        status: 200,
        outcome: 'signed_in',
        user: pseudonym,
        network: pseudonym,
        limit: 'account',
        failures: 0,
        database_ms: expect.any(Number),
        hash_ms: expect.any(Number),
        ms: expect.any(Number),
        _aws: expect.any(Object),
        service: 'signin-test-auth',
        Requests: 1,
        Duration: expect.any(Number),
        DatabaseTime: expect.any(Number),
        HashTime: expect.any(Number),
      },
    ]);
  });

  it('tells wrong passwords from unknown names, and counts the failures that stand', async () => {
    await start();
    await signIn({ password: 'wrong' });
    await signIn({ password: 'wrong' });
    await signIn({ username: 'nobody' });
    await signIn();
    await signIn({ password: 'wrong' });
    expect(lines()).toMatchObject([
      { outcome: 'username_or_password_incorrect', reason: 'wrong_password', failures: 1 },
      { outcome: 'username_or_password_incorrect', reason: 'wrong_password', failures: 2 },
      { outcome: 'username_or_password_incorrect', reason: 'unknown_user', failures: 1 },
      { outcome: 'signed_in', failures: 2 },
      { outcome: 'username_or_password_incorrect', reason: 'wrong_password', failures: 3 },
    ]);
  });

  it('says which limit refused the request, and for how long', async () => {
    await start({ ACCOUNT_MAX_ATTEMPTS: '5' });
    for (let i = 0; i < 5; i++) await signIn({ password: 'wrong' });
    api.clock.advance(2000);
    await signIn();
    expect(lines().at(-1)).toMatchObject({
      status: 429,
      outcome: 'too_many_attempts',
      reason: 'account',
      retry_after_s: 1798,
    });
  });
});
