/**
 * Sign-ins with any body, called through the function.
 */
import { afterAll, beforeAll, expect } from 'vitest';
import { createCheapBcrypt } from './cheap-bcrypt.ts';
import { type EventDetails, eventWithBody } from './event-builder.ts';
import { startFunction, type TestFunction } from './test-function.ts';

export let api: TestFunction;
/** Starts the function for the tests of this file. */
export function hookSignInBodies(): void {
  beforeAll(async () => {
    const noLimit = { NETWORK_MAX_ATTEMPTS: '1000000', ACCOUNT_FREE_ATTEMPTS: '100' };
    api = await startFunction(noLimit, { bcrypt: createCheapBcrypt() });
  });
  afterAll(() => api.stop());
}

/** A valid body, with credentials that are wrong. */
export const validBody = '{"username":"nobody","password":"wrong"}';
export const base64 = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('base64');

/** Sends a body, and checks that the response has the headers that the contract promises. */
export async function call(body: string | undefined, details?: EventDetails) {
  const reply = await api.call(eventWithBody(body, details));
  expect(reply.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'strict-transport-security': 'max-age=63072000',
  });
  return reply;
}
