import { describe, expect, it } from 'vitest';
import { routeEvent } from '../../support/event-builder.ts';
import { api, hookSessionRoutes, hourMs, signIn } from '../../support/session-routes.ts';

hookSessionRoutes();

describe('the routes that need an access token', () => {
  const routes = ['GET /api/auth/sessions', 'DELETE /api/auth/sessions/{id}', 'DELETE /api/auth/sessions'];

  it.each(routes)('%s answers 401 without a valid token', async routeKey => {
    const { token } = await signIn({ stay_logged_in: false });
    const good = routeEvent(routeKey, { token, id: 'x' });
    const headers = [
      undefined,
      '',
      token,
      `Basic ${token}`,
      `Bearer  ${token}`,
      `Bearer ${token}x`,
      'Bearer null',
    ];
    for (const authorization of headers) {
      const event = {
        ...good,
        headers: authorization === undefined ? {} : { Authorization: authorization },
      };
      expect(await api.call(event)).toMatchObject({
        status: 401,
        headers: { 'www-authenticate': 'Bearer', 'cache-control': 'no-store' },
        body: { msg: 'A valid token is needed', error_code: 'unauthorized' },
      });
    }
    api.clock.advance(hourMs);
    expect((await api.call(good)).status).toBe(401);
  });

  it('accept the scheme Bearer in upper and lower case', async () => {
    const { token } = await signIn({ stay_logged_in: false });
    const event = routeEvent('GET /api/auth/sessions');
    expect((await api.call({ ...event, headers: { authorization: `bearer ${token}` } })).status).toBe(200);
  });
});
