/** The log holds nothing that an attacker could use. */
import { randomBytes } from 'node:crypto';
import bcryptjs from 'bcryptjs';
import { describe, expect, it } from 'vitest';
import type { Bcrypt } from '../../../lib/passwords/password-hasher.ts';
import {
  api,
  hash,
  hookCapturedLog,
  lines,
  password,
  signIn,
  sourceIp,
  start,
  written,
} from '../../support/captured-log.ts';
import { cheapHash } from '../../support/cheap-bcrypt.ts';
import { eventWithBody } from '../../support/event-builder.ts';

hookCapturedLog();

describe('the log', () => {
  it('has one line for a request, whatever a name contains', async () => {
    await start({ LOG_PLAIN_NAMES: 'true' });
    await signIn({ username: 'a\n{"level":"error"}\r\u2028b\u009b2J' });
    expect(lines()).toHaveLength(1);
    expect(written).not.toMatch(/[\p{Cc}\p{Zl}]./u);
  });

  it('shows where an exception was thrown, without its message if that could quote a password', async () => {
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
    const [, ...frames] = String(lines()[0]?.['error']).split(' | ');
    expect(frames.length).toBeLessThanOrEqual(5);
    for (const frame of frames) expect(frame).toMatch(/^at /);
  });

  it('contains no password, token, hash, secret, name or address, whatever the answer', async () => {
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
