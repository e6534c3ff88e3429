import { afterEach, describe, expect, it } from 'vitest';
import { routeEvent, signInEvent } from '../../support/event-builder.ts';
import { startFunction, type TestFunction } from '../../support/test-function.ts';

let api: TestFunction;
afterEach(() => api.stop());

/** HSTS of responses that different parts of the function make. */
async function hstsOfResponses(settings: Record<string, string>): Promise<Set<unknown>> {
  api = await startFunction(settings);
  const replies = [
    await api.call(signInEvent({ username: 'st.huber', password: 'wrong' })),
    await api.call(signInEvent({})),
    await api.call(routeEvent('GET /api/auth/sessions', {})),
    await api.call(routeEvent('GET /api/auth/lost', {})),
  ];
  expect(replies.map(reply => reply.status)).toEqual([400, 400, 401, 500]);
  return new Set(replies.map(reply => reply.headers['strict-transport-security']));
}

describe('strict-transport-security', () => {
  it('covers the sub-domains on every response, if the setting says so', async () => {
    expect(await hstsOfResponses({ HSTS_INCLUDE_SUB_DOMAINS: 'true' })).toEqual(
      new Set(['max-age=63072000; includeSubDomains']),
    );
  });

  it('covers the domain of the API alone otherwise', async () => {
    expect(await hstsOfResponses({})).toEqual(new Set(['max-age=63072000']));
  });
});
