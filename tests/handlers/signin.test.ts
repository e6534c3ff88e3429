import { createHash } from 'node:crypto';
import bcryptjs from 'bcryptjs';
import { decodeJwt, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { eventWithBody } from '../support/event-builder.ts';
import { api, hash, hookSignInRoute, password, signIn, wrong } from '../support/sign-in-route.ts';
import type { Reply } from '../support/test-function.ts';

hookSignInRoute();

describe('signing in', () => {
  it('returns a token and nothing else, and opens no session', async () => {
    const reply = await signIn({ session_information: 'a label alone keeps nobody signed in' });
    expect(reply.status).toBe(200);
    expect(Object.keys(reply.body)).toEqual(['token']);
    expect(await api.sessions()).toEqual([]);
    const { payload } = await jwtVerify(String(reply.body['token']), new TextEncoder().encode(api.secret), {
      currentDate: new Date(api.clock.now()),
    });
    const iat = Math.floor(api.clock.now() / 1000);
    expect(payload).toEqual({ iss: 'lumen-jwt', sub: 33, iat, exp: iat + 3600 });
  });

  it('stores a session under the hash of its token, if stay_logged_in is set', async () => {
    const reply = await signIn({ stay_logged_in: true, session_information: 'Firefox: 69; Mobile: true;' });
    const token = String(reply.body['session_token']);
    expect(token).toMatch(/^[A-Za-z0-9]{64}$/);
    const now = api.clock.now();
    expect(await api.sessions()).toEqual([
      {
        token_hash: createHash('sha256').update(token).digest('hex'),
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        user_id: 'n:33',
        username: 'st.huber',
        session_information: 'Firefox: 69; Mobile: true;',
        created_at: now,
        valid_from: 0,
        last_used_at: now,
        expires_at: Math.floor(now / 1000) + 14 * 86_400,
      },
    ]);
  });

  it.each([
    ['the user agent', { 'user-agent': 'curl/8' }, 'curl/8'],
    ['190 characters of the user agent', { 'User-Agent': '😀'.repeat(200) }, '😀'.repeat(190)],
    ['"unknown" without a user agent', {}, 'unknown'],
    ['"unknown" with an empty user agent', { 'user-agent': '' }, 'unknown'],
  ])('labels a session without session_information with %s', async (_case, headers, label) => {
    const known = new Set((await api.sessions()).map(session => session['id']));
    const body = JSON.stringify({ username: 'st.huber', password, stay_logged_in: true });
    expect(
      (await api.call(eventWithBody(body, { headers: { 'content-type': 'application/json', ...headers } })))
        .status,
    ).toBe(200);
    const added = (await api.sessions()).filter(session => !known.has(session['id']));
    expect(added).toMatchObject([{ session_information: label }]);
  });

  it.each([
    ['a number', 'id.number', 7, 'n:7'],
    ['a string', 'id.string', 'u-7', 's:u-7'],
    ['a string of digits', 'id.digits', '7', 's:7'],
    ['the largest safe number', 'id.large', Number.MAX_SAFE_INTEGER, `n:${Number.MAX_SAFE_INTEGER}`],
  ])('keeps an id as it is stored: %s', async (_case, username, id, userId) => {
    await api.putUser({ username, id, password: hash });
    const reply = await signIn({ username, stay_logged_in: true });
    expect(decodeJwt(String(reply.body['token']))['sub']).toBe(id);
    expect(await api.sessions()).toContainEqual(expect.objectContaining({ username, user_id: userId }));
  });

  it('accepts a name in any case, Unicode form and outer white space', async () => {
    expect((await signIn({ username: ' ＳＴ．Huber\t' })).status).toBe(200);
  });

  it('never returns the same session token twice', async () => {
    const tokens = new Set<unknown>();
    for (let i = 0; i < 5; i++) tokens.add((await signIn({ stay_logged_in: true })).body['session_token']);
    expect(tokens.size).toBe(5);
  });

  it('gives the same response to all wrong credentials, whatever is wrong', async () => {
    await api.putUser({ username: 'no.password', id: 50 });
    await api.putUser({ username: 'broken.hash', id: 51, password: 'Password1234!' });
    await api.putUser({ username: 'number.hash', id: 52, password: 1234 });
    await api.putUser({ username: 'list.of.hashes', id: 54, password: [hash] });
    await api.putUser({ username: 'cheap.hash', id: 53, password: await bcryptjs.hash('other', 4) });
    const bodies = [
      { username: 'w.huber', password: 'wrong' },
      { username: 'no.password' },
      { username: 'broken.hash' },
      { username: 'number.hash' },
      { username: 'list.of.hashes' },
      { username: 'cheap.hash' },
      { username: '  ' },
      { username: '\ud800' },
      { username: '\ufdfa'.repeat(190) },
      { password: `${password}\0` },
      { password: 'x'.repeat(100) },
    ];
    const replies: Reply[] = [];
    for (const body of bodies) replies.push(await signIn(body));
    for (const reply of replies) expect(reply).toEqual({ ...replies[0], status: 400, body: wrong });
  });
});
