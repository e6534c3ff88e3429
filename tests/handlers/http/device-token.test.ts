/** How a device token travels: in a cookie of its own for each user, and in a header. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { shownDeviceTokens } from '../../../handlers/http/device-token.ts';
import { deviceTokenLength } from '../../../lib/rate-limit/device-token.ts';
import { cheapHash, createCheapBcrypt } from '../../support/cheap-bcrypt.ts';
import { eventWithBody, signInEvent } from '../../support/event-builder.ts';
import { type Reply, startFunction, type TestFunction } from '../../support/test-function.ts';

const password = 'Password1234!';
const hash = cheapHash(password, 10);
const json = { 'content-type': 'application/json' };

let api: TestFunction;
beforeAll(async () => {
  api = await startFunction({}, { bcrypt: createCheapBcrypt() });
});
afterAll(() => api.stop());
beforeEach(async () => {
  await api.putUser({ username: 'st.huber', id: 33, password: hash });
});

const signIn = (
  fields: object = {},
  details: { cookies?: string[]; headers?: Record<string, string> } = {},
) => api.call(signInEvent({ username: 'st.huber', password, ...fields }, { headers: json, ...details }));

/** What a browser keeps of the cookies of a reply, by name. */
function kept(cookies: Map<string, string>, reply: Reply): Map<string, string> {
  const after = new Map(cookies);
  for (const cookie of reply.cookies ?? []) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (cookie.includes('Max-Age=0')) after.delete(name);
    else after.set(name, value);
  }
  return after;
}
const sent = (cookies: Map<string, string>) => Array.from(cookies, ([name, value]) => `${name}=${value}`);
const limitOf = () => api.log.at(-1)?.['limit'];

describe('a right password', () => {
  it('is answered with a cookie that only this host gets, over HTTPS, and that no script reads', async () => {
    const { cookies = [] } = await signIn();
    expect(cookies).toEqual([
      expect.stringMatching(
        /^__Host-device-[\w-]{12}=[\w.-]{94}; Max-Age=2592000; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
      ),
    ]);
  });

  it('is answered with the same token in a header', async () => {
    const { cookies = [], headers } = await signIn();
    expect(cookies[0]).toContain(`=${headers['x-device-token']};`);
  });

  it.each([
    ['not_activated', { activated: false }],
    ['change_password', { force_password_change: true }],
  ])('is answered with a device token also if the answer is %s', async (code, user) => {
    await api.putUser({ username: 'st.huber', id: 33, password: hash, ...user });
    const reply = await signIn();
    expect(reply.body['error_code']).toBe(code);
    expect(reply.headers['x-device-token']).toHaveLength(deviceTokenLength);
    expect(reply.cookies).toHaveLength(1);
  });

  it('is answered with a token of the same device if it shows one', async () => {
    const first = kept(new Map(), await signIn());
    api.clock.advance(86_400_000);
    const again = await signIn({}, { cookies: sent(first) });
    const idOf = (reply: Reply) => String(reply.headers['x-device-token']).split('.')[0];
    expect([...first.values()][0]?.split('.')[0]).toBe(idOf(again));
    expect(idOf(again)).not.toBe(idOf(await signIn()));
  });
});

describe('a wrong password', () => {
  it('is answered without a device token, also from a known device', async () => {
    const cookies = sent(kept(new Map(), await signIn()));
    for (const reply of [await signIn({ password: 'wrong' }), await signIn({ password: 'x' }, { cookies })]) {
      expect(reply.cookies).toBeUndefined();
      expect(reply.headers).not.toHaveProperty('x-device-token');
    }
  });
});

describe('a device', () => {
  it('is known by its cookie and by its header', async () => {
    const cookies = kept(new Map(), await signIn());
    expect(limitOf()).toBe('account');
    await signIn({}, { cookies: sent(cookies) });
    expect(limitOf()).toBe('device');
    await signIn({}, { headers: { ...json, 'X-Device-Token': [...cookies.values()].join() } });
    expect(limitOf()).toBe('device');
  });

  it('is known to each of several users of one browser', async () => {
    let cookies = new Map<string, string>();
    const names = ['a.huber', 'b.huber', 'c.huber'];
    for (const [id, username] of names.entries()) {
      await api.putUser({ username, id, password: hash });
      cookies = kept(cookies, await signIn({ username }, { cookies: sent(cookies) }));
    }
    expect(cookies.size).toBe(3);
    for (const username of names) {
      await signIn({ username, password: 'wrong' }, { cookies: sent(cookies) });
      expect(limitOf()).toBe('device');
    }
  });

  it('is known to the sixteen latest users of one browser, so that its headers stay small', async () => {
    let cookies = new Map<string, string>();
    for (let id = 0; id < 40; id++) {
      await api.putUser({ username: `user.${id}`, id, password: hash });
      cookies = kept(cookies, await signIn({ username: `user.${id}` }, { cookies: sent(cookies) }));
      api.clock.advance(60_000);
      expect(cookies.size).toBeLessThanOrEqual(16);
    }
    expect(sent(cookies).join('; ').length).toBeLessThan(2048);
    const limits: unknown[] = [];
    for (let id = 0; id < 40; id++) {
      await signIn({ username: `user.${id}`, password: 'wrong' }, { cookies: sent(cookies) });
      limits.push(limitOf());
    }
    expect(limits).toEqual([...Array(24).fill('account'), ...Array(16).fill('device')]);
    expect((await signIn({ username: 'user.24' }, { cookies: sent(cookies) })).cookies).toHaveLength(1);
  });

  it('stays known after a change of the password, and only with the new token', async () => {
    const old = sent(kept(new Map(), await signIn()));
    const body = { username: 'st.huber', old_password: password, new_password: 'a better password' };
    const event = signInEvent(body, { headers: json, cookies: old });
    const routeKey = 'POST /api/auth/changePassword';
    const changed = await api.call({
      ...event,
      routeKey,
      requestContext: { ...event.requestContext, routeKey },
    });
    expect(changed.status).toBe(200);
    const renewed = sent(kept(new Map(), changed));
    await signIn({ password: 'wrong' }, { cookies: old });
    expect(limitOf()).toBe('account');
    await signIn({ password: body.new_password }, { cookies: renewed });
    expect(limitOf()).toBe('device');
  });
});

describe('hostile cookies and headers', () => {
  it('are skipped, and the good one among them is found', async () => {
    const good = sent(kept(new Map(), await signIn()));
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map(text => `__Host-device-${text}`),
      fc.string().map(text => `__Host-device-abcdefghijkl=${text}`),
      fc.string().map(text => `__Host-device-abcdefghijkl${text}`),
      fc.constant('__Host-device-abcdefghijkl='),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(hostile), fc.array(hostile), fc.string(), async (before, after, header) => {
        const headers = { ...json, 'x-device-token': header };
        await signIn({}, { cookies: [...before, ...good, ...after], headers });
        expect(limitOf()).toBe('device');
      }),
      { numRuns: 40 },
    );
  });

  it('are no device cookies if their name is longer, at whichever end', () => {
    const value = 'x'.repeat(deviceTokenLength);
    const cookies = ['x__Host-device-abcdefghijkl', '__Host-device-abcdefghijklm'].map(
      name => `${name}=${value}`,
    );
    expect(shownDeviceTokens(eventWithBody('{}', { cookies }))).toEqual([]);
  });

  it('are not looked at if there are too many or they are too long', () => {
    const value = 'x'.repeat(deviceTokenLength);
    const cookies = Array.from({ length: 5000 }, () => `__Host-device-abcdefghijkl=${value}`);
    expect(shownDeviceTokens(eventWithBody('{}', { cookies }))).toHaveLength(32);
    const long = { cookies: [`__Host-device-abcdefghijkl=${'x'.repeat(1_000_000)}`] };
    expect(
      shownDeviceTokens(eventWithBody('{}', { ...long, headers: { 'x-device-token': `${value}x` } })),
    ).toEqual([]);
  });
});
