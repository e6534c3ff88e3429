/** Failures on our side: the response is documented, and only the log has the cause. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signInEvent } from '../../support/event-builder.ts';
import { startFunction, type TestFunction } from '../../support/test-function.ts';

const event = signInEvent({ username: 'st.huber', password: 'Password1234!' });

let api: TestFunction;
beforeEach(async () => {
  api = await startFunction();
});
afterEach(() => api.stop());

describe('a failure on our side', () => {
  it('is answered with 503 and retry-after if the database does not respond, and the log has the cause', async () => {
    await api.stopDatabase();
    expect(await api.call(event)).toMatchObject({
      status: 503,
      headers: { 'retry-after': '5', 'cache-control': 'no-store' },
      body: {
        msg: 'Sign-in is temporarily unavailable, try again later',
        error_code: 'temporarily_unavailable',
      },
    });
    expect(api.log).toMatchObject([
      { outcome: 'temporarily_unavailable', error: expect.stringContaining('ECONNREFUSED') },
    ]);
  });

  it('is answered with 500 if a table is missing, because waiting does not help', async () => {
    const withoutTable = await startFunction({ USERS_TABLE: 'no-such-table' });
    const reply = await withoutTable.call(event);
    await withoutTable.stop();
    expect(reply).toMatchObject({
      status: 500,
      body: { msg: 'Something went wrong on our side', error_code: 'internal_error' },
    });
    expect(withoutTable.log).toMatchObject([{ error: expect.stringContaining('ResourceNotFoundException') }]);
  });

  it('is answered with 500 if serverless.yml has a route that the function does not have', async () => {
    const reply = await api.call({ ...event, routeKey: 'GET /api/auth/lost' });
    expect(reply).toMatchObject({ status: 500, body: { error_code: 'internal_error' } });
    expect(api.log).toMatchObject([{ route: 'GET /api/auth/lost', error: expect.stringContaining('route') }]);
  });
});
