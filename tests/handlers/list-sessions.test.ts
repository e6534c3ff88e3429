import { describe, expect, it } from 'vitest';
import {
  api,
  call,
  count,
  hash,
  hookSessionRoutes,
  hourMs,
  id,
  type Listed,
  list,
  ownItems,
  putUser,
  signIn,
  signOut,
  username,
} from '../support/session-routes.ts';

hookSessionRoutes();

describe('the list of sessions', () => {
  it('is sorted newest first, has pages, and shows neither token nor hash', async () => {
    for (let i = 0; i < 5; i++) {
      await signIn({ session_information: `session ${i}` });
      api.clock.advance(i === 2 ? 0 : 1000);
    }
    const { token } = await signIn({ stay_logged_in: false });
    const whole = await list(token);
    expect(whole).not.toHaveProperty('cursor');
    const labels = whole.sessions.map(session => session.session_information);
    expect([...labels.slice(0, 1), ...labels.slice(3)]).toEqual(['session 4', 'session 1', 'session 0']);
    expect(new Set(labels.slice(1, 3))).toEqual(new Set(['session 3', 'session 2']));
    expect(Object.keys(whole.sessions[0] ?? {})).toEqual([
      'id',
      'session_information',
      'created_at',
      'last_used_at',
      'expires_at',
    ]);

    for (const limit of ['1', '2', '3', '5']) {
      const pages: Listed[] = [];
      let cursor: string | undefined;
      do {
        const page = await list(token, { limit, ...(cursor === undefined ? {} : { cursor }) });
        expect(page.sessions.length).toBeLessThanOrEqual(Number(limit));
        pages.push(...page.sessions);
        expect(pages.length).toBeLessThanOrEqual(whole.sessions.length);
        ({ cursor } = page);
      } while (cursor !== undefined);
      expect(pages).toEqual(whole.sessions);
    }
  });

  it('contains neither sessions of others nor sessions that have ended', async () => {
    const { sessionToken } = await signIn();
    const other = await signIn();
    await signOut(sessionToken);
    api.clock.advance(hourMs - 1000);
    expect((await list(other.token)).sessions).toHaveLength(1);
    await putUser({ sessions_valid_from: api.clock.now() });
    const later = await signIn({ stay_logged_in: false });
    expect((await list(later.token)).sessions).toEqual([]);
    await api.putUser({ username: `${username}.other`, id: String(id), password: hash });
    const stranger = await signIn({ username: `${username}.other` });
    expect((await list(stranger.token)).sessions).toHaveLength(1);
  });

  it.each([
    [{ limit: '0' }, 'limit'],
    [{ limit: '101' }, 'limit'],
    [{ limit: '-1' }, 'limit'],
    [{ limit: '1e1' }, 'limit'],
    [{ limit: '' }, 'limit'],
    [{ limit: '1,2' }, 'limit'],
    [{ cursor: '' }, 'cursor'],
    [{ cursor: 'x' }, 'cursor'],
    [{ cursor: Buffer.from('1.x').toString('base64url') }, 'cursor'],
  ])('is refused for %o', async (query, field) => {
    const { token } = await signIn({ stay_logged_in: false });
    expect(await call('GET /api/auth/sessions', { token, query })).toMatchObject({
      status: 400,
      body: { error_code: 'validation_failed', errors: { [field]: [expect.stringContaining(field)] } },
    });
  });

  it('is complete even if DynamoDB returns it in pages of 1 MB', async () => {
    const { token } = await signIn();
    const [item] = await ownItems();
    for (let i = 0; i < 6; i++) {
      const session_information = `${i}`.padEnd(200_000);
      await api.putSession({
        ...item,
        token_hash: `long.${count}.${i}`,
        id: `long.${i}`,
        session_information,
      });
    }
    expect((await list(token)).sessions).toHaveLength(7);
  });
});
