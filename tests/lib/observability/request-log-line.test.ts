/** What is written: enough for the operator, and nothing that an attacker could use. */
import { randomBytes } from 'node:crypto';
import bcryptjs from 'bcryptjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LogFields, writeLogLine } from '../../../lib/observability/log-writer.ts';
import type { Bcrypt } from '../../../lib/passwords/password-hasher.ts';
import { cheapHash, createCheapBcrypt } from '../../support/cheap-bcrypt.ts';
import { eventWithBody, signInEvent } from '../../support/event-builder.ts';
import { startFunction, type TestFunction } from '../../support/test-function.ts';

const password = 'canary-right-password';
const hash = cheapHash(password, 10);
const sourceIp = '203.0.113.7';

let api: TestFunction;
let written = '';
beforeEach(async () => {
  written = '';
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation(chunk => {
      written += chunk;
      return true;
    });
  }
});
afterEach(async () => {
  vi.restoreAllMocks();
  await api.stop();
});

async function start(settings: Record<string, string> = {}, bcrypt: Bcrypt = createCheapBcrypt()) {
  api = await startFunction(settings, { log: writeLogLine, bcrypt });
  await api.putUser({ username: 'st.huber', id: 33, password: hash });
}

const signIn = (fields: object = {}) =>
  api.call(signInEvent({ username: 'st.huber', password, ...fields }, { sourceIp }));

/** The lines written so far; every one of them is JSON. */
const lines = (): LogFields[] =>
  written
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));

const pseudonym = expect.stringMatching(/^[\w-]{43}$/);

describe('the log', () => {
  it('has one line for a request, with the outcome, the limit, the milliseconds, and pseudonyms', async () => {
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

  it('carries the CloudWatch metrics, with the function and the outcome as only dimensions', async () => {
    await start();
    await signIn({ password: 'wrong' });
    await signIn({ username: '' });
    const [wrong, invalid] = lines();
    const unit = 'Milliseconds';
    expect(wrong?.['_aws']).toEqual({
      Timestamp: expect.any(Number),
      CloudWatchMetrics: [
        {
          Namespace: 'signin',
          Dimensions: [['service', 'outcome']],
          Metrics: [
            { Name: 'Requests', Unit: 'Count' },
            { Name: 'Duration', Unit: unit },
            { Name: 'DatabaseTime', Unit: unit },
            { Name: 'HashTime', Unit: unit },
          ],
        },
      ],
    });
    expect(wrong).toMatchObject({ outcome: 'username_or_password_incorrect', Requests: 1 });
    expect(invalid).toMatchObject({ outcome: 'validation_failed', Requests: 1 });
    expect(invalid).not.toHaveProperty('HashTime');
  });

  it('tells wrong passwords from unknown names, and how many failures there are in a row', async () => {
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
      { outcome: 'signed_in', failures: 0 },
      { outcome: 'username_or_password_incorrect', reason: 'wrong_password', failures: 1 },
    ]);
  });

  it('tells which limit refused, and for how long', async () => {
    await start({ ACCOUNT_MAX_ATTEMPTS: '5' });
    for (let i = 0; i < 5; i++) await signIn({ password: 'wrong' });
    api.clock.advance(2000);
    await signIn();
    expect(lines().at(-1)).toMatchObject({
      status: 429,
      outcome: 'too_many_attempts',
      reason: 'account',
      retry_after_s: 86_398,
    });
  });

  it('has one pseudonym for all ways to write a name, and another for another name', async () => {
    await start();
    for (const username of ['st.huber', ' ST.HUBER', 'w.huber']) await signIn({ username });
    const [first, second, other] = lines().map(line => line['user']);
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });

  it('shows plain names and networks if the operator wants them', async () => {
    await start({ LOG_PLAIN_NAMES: 'true' });
    await signIn({ username: ' St.Huber\n' });
    expect(lines()).toMatchObject([{ user: 'st.huber', network: sourceIp }]);
  });

  it('stays one line whatever a name contains', async () => {
    await start({ LOG_PLAIN_NAMES: 'true' });
    await signIn({ username: 'a\n{"level":"error"}\r\u2028b' });
    expect(lines()).toHaveLength(1);
  });

  it('shows the cause of a failure without what bcrypt says of its input', async () => {
    const broken: Bcrypt = {
      ...bcryptjs,
      compare: async typed => {
        throw new Error(`cannot compare ${typed}`);
      },
    };
    await start({}, broken);
    expect((await signIn()).status).toBe(500);
    expect(lines()).toMatchObject([
      { level: 'error', outcome: 'internal_error', error: expect.stringMatching(/^Error \| at /) },
    ]);
    expect(written).not.toContain('canary');
    const [, ...slots] = String(lines()[0]?.['error']).split(' | ');
    expect(slots.length).toBeLessThanOrEqual(5);
    for (const slot of slots) expect(slot).toMatch(/^at /);
  });
});

describe('no canary', () => {
  it('of a password, token, hash, secret, name or address is in anything written, whatever the answer', async () => {
    const secret = `canary/${randomBytes(40).toString('base64')}`;
    await start({ JWT_SECRET: secret, ACCOUNT_MAX_ATTEMPTS: '5' });
    await api.putUser({ username: 'canary.inactive', id: 1, password: hash, activated: false });
    await api.putUser({ username: 'canary.change', id: 2, password: hash, force_password_change: true });
    await api.putUser({ username: 'canary.broken', id: 3, password: '$2b$10$canary-broken-hash' });
    await api.putUser({ username: 'canary.no.id', password: hash });
    const outdated = cheapHash(password, 4);
    await api.putUser({ username: 'canary.outdated', id: 4, password: outdated });

    const replies = [
      await signIn({ stay_logged_in: true, session_information: 'canary label' }),
      await signIn({ password: 'canary-wrong' }),
      await signIn({ password: `canary-nul\0${'x'.repeat(99)}` }),
      await signIn({ username: 'canary.unknown' }),
      await signIn({ username: 'canary.inactive' }),
      await signIn({ username: 'canary.change' }),
      await signIn({ username: 'canary.broken' }),
      await signIn({ username: 'canary.no.id', stay_logged_in: true }),
      await signIn({ username: 'canary.outdated' }),
      await signIn({ username: 'canary'.repeat(40), password: 33 }),
      await api.call(eventWithBody('{"username":"canary.cut","password":"canary')),
      await api.call(eventWithBody('canary', { isBase64Encoded: true })),
      await api.call(eventWithBody(`"canary${'x'.repeat(9000)}"`)),
      await api.call(eventWithBody('{}', { headers: { 'content-type': 'text/canary' } })),
    ];
    for (let i = 0; i < 5; i++) replies.push(await signIn({ username: 'canary.guessed' }));
    api.clock.advance(2000);
    replies.push(await signIn({ username: 'canary.guessed' }));
    await api.stopDatabase();
    replies.push(await signIn({ password: 'canary-wrong' }));

    const statuses = new Set(replies.map(reply => reply.status));
    expect([...statuses].toSorted()).toEqual([200, 400, 413, 415, 429, 500, 503]);
    expect(lines()).toHaveLength(replies.length);
    const tokens = replies.flatMap(({ body }) => [body['token'], body['session_token']]).filter(Boolean);
    expect(tokens.length).toBeGreaterThan(2);
    for (const canary of ['canary', 'huber', sourceIp, hash, outdated, secret, ...tokens]) {
      expect(written).not.toContain(canary);
    }
  });
});
