/** Bodies of any kind: hostile text, JSON of any shape, bytes. */
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { eventWithBody, signInEvent } from '../support/event-builder.ts';
import { api, base64, hookSignInBodies } from '../support/sign-in-bodies.ts';

hookSignInBodies();

describe('a random body', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.constantFrom(
      '__proto__',
      'constructor',
      '\0',
      '\ud800',
      '\u202e',
      '{{7*7}}',
      "' OR 1=1 --",
      '\ufdfa'.repeat(190),
    ),
  );

  it('never causes a 5xx: names and passwords', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (username, password) => {
        const reply = await api.call(signInEvent({ username, password, stay_logged_in: true }));
        return reply.status < 500 && reply.status !== 200;
      }),
      { numRuns: 100 },
    );
  });

  it('never causes a 5xx: JSON of any shape', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async value => (await api.call(signInEvent(value))).status < 500),
      { numRuns: 200 },
    );
  });

  it('never causes a 5xx: fields of any type', { timeout: 60_000 }, async () => {
    const field = fc.oneof(fc.jsonValue({ maxDepth: 1 }), hostile);
    const fields = fc.record(
      { username: field, password: field, session_information: field, stay_logged_in: field },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fields, async value => (await api.call(signInEvent(value))).status < 500),
      { numRuns: 200 },
    );
  });

  it('never causes a 5xx: bytes of any kind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async bytes => {
        const reply = await api.call(eventWithBody(base64(bytes), { isBase64Encoded: true }));
        return reply.status === 400;
      }),
      { numRuns: 200 },
    );
  });
});
