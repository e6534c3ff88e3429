import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withDemoAccessToken } from '../../dev/demo-data/demo-access-token.ts';
import { demoSessionItem } from '../../dev/demo-data/demo-session.ts';
import { demoPassword, demoUsers } from '../../dev/demo-data/demo-users.ts';
import { routes } from '../../handlers/routes.ts';
import { createPasswordHasher } from '../../lib/passwords/password-hasher.ts';
import { parseSettings } from '../../lib/settings/parse-settings.ts';
import { sampleEvent } from '../support/event-builder.ts';
import { startFunction, type TestFunction, tables } from '../support/test-function.ts';

/** The documented answer of each sample: status and `error_code`, or the fields of a success. */
const documented: Record<string, { status: number; code?: string; fields?: string[] }> = {
  signin: { status: 200, fields: ['token'] },
  'signin-stay-logged-in': { status: 200, fields: ['token', 'session_token'] },
  'signin-not-activated': { status: 400, code: 'not_activated' },
  'signin-change-password': { status: 400, code: 'change_password' },
  'signin-wrong-password': { status: 400, code: 'username_or_password_incorrect' },
  'signin-unknown-user': { status: 400, code: 'username_or_password_incorrect' },
  'signin-invalid-json': { status: 400, code: 'invalid_json' },
  'signin-validation-failed': { status: 400, code: 'validation_failed' },
  'change-password-after-signin': { status: 200, fields: ['token', 'session_token'] },
  'change-password-after-signin-not-needed': { status: 400, code: 'no_password_change_needed_for_user' },
  'change-password-after-signin-too-common': { status: 400, code: 'validation_failed' },
  'change-password': { status: 200, fields: ['token', 'session_token'] },
  'change-password-wrong-password': { status: 400, code: 'username_or_password_incorrect' },
  'i-am-logged-in': { status: 202, fields: ['msg', 'token'] },
  'i-am-logged-in-incorrect': { status: 400, code: 'session_token_incorrect' },
  signout: { status: 200, fields: ['msg'] },
  'signout-incorrect': { status: 400, code: 'session_token_incorrect' },
  'list-sessions': { status: 200, fields: ['sessions'] },
  'list-sessions-unauthorized': { status: 401, code: 'unauthorized' },
  'end-session': { status: 204, fields: [] },
  'end-session-not-found': { status: 404, code: 'session_not_found' },
  'end-session-unauthorized': { status: 401, code: 'unauthorized' },
  'end-all-sessions': { status: 204, fields: [] },
  'end-all-sessions-unauthorized': { status: 401, code: 'unauthorized' },
};

const names = readdirSync('events').map(file => file.replace(/\.json$/, ''));

describe('the sample events', () => {
  let api: TestFunction;
  let password: string;
  beforeAll(async () => {
    api = await startFunction();
    password = (await createPasswordHasher(10).hash(demoPassword)).hash;
  });
  // Each event finds the database as `invoke local` starts it on a laptop.
  beforeEach(async () => {
    for (const user of demoUsers) await api.putUser({ ...user, password });
    await api.putSession(demoSessionItem({ maxDays: 30, idleDays: 14 }, api.clock.now()));
  });
  afterAll(() => api.stop());

  it('are all documented here', () => {
    expect(names.toSorted()).toEqual(Object.keys(documented).toSorted());
  });

  it.each(names)('%s is an HTTP API event of payload 2.0', name => {
    const event = sampleEvent(name);
    const [method, path] = event.routeKey.split(' ');
    expect(routes.has(event.routeKey)).toBe(true);
    expect(path?.replace('{id}', event.pathParameters?.['id'] ?? '')).toBe(event.rawPath);
    expect(event).toMatchObject({
      version: '2.0',
      requestContext: {
        http: { method, path: event.rawPath, sourceIp: expect.any(String) },
        requestId: expect.any(String),
        routeKey: event.routeKey,
      },
      isBase64Encoded: false,
    });
    const { body, headers } = event;
    const length = body === undefined ? undefined : String(Buffer.byteLength(body));
    expect([headers['content-type'], headers['content-length']]).toEqual([
      body === undefined ? undefined : 'application/json',
      length,
    ]);
  });

  it('have a success for every route', () => {
    const successes = names.filter(name => (documented[name]?.status ?? 500) < 300);
    expect(new Set(successes.map(name => sampleEvent(name).routeKey))).toEqual(new Set(routes.keys()));
  });

  it.each(Object.entries(documented))(
    '%s gets its documented answer',
    async (name, { status, code, fields }) => {
      const settings = parseSettings({ ...tables, JWT_SECRET: api.secret });
      const nowEpochSeconds = Math.floor(api.clock.now() / 1000);
      const reply = await api.call(await withDemoAccessToken(sampleEvent(name), settings, nowEpochSeconds));
      expect(reply.status).toBe(status);
      expect(reply.body['error_code']).toBe(code);
      if (fields !== undefined) expect(Object.keys(reply.body)).toEqual(fields);
    },
  );
});
