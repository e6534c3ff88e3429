/**
 * The function, and everything that it writes to the log.
 */
import { afterEach, beforeEach, vi } from 'vitest';
import { type LogFields, writeLogLine } from '../../lib/observability/log-writer.ts';
import type { Bcrypt } from '../../lib/passwords/password-hasher.ts';
import { cheapHash, createCheapBcrypt } from './cheap-bcrypt.ts';
import { signInEvent } from './event-builder.ts';
import { startFunction, type TestFunction } from './test-function.ts';

export const password = 'canary-right-password';
export const hash = cheapHash(password, 10);
export const sourceIp = '203.0.113.7';

export let api: TestFunction;
/** Everything that was written in the running test. */
export let written = '';
/** Captures what each test of this file writes, and stops its function. */
export function hookCapturedLog(): void {
  beforeEach(() => {
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
}

/** Starts the function, with one user. */
export async function start(settings: Record<string, string> = {}, bcrypt: Bcrypt = createCheapBcrypt()) {
  api = await startFunction(settings, { log: writeLogLine, bcrypt });
  await api.putUser({ username: 'st.huber', id: 33, password: hash });
}

export const signIn = (fields: object = {}) =>
  api.call(signInEvent({ username: 'st.huber', password, ...fields }, { sourceIp }));

/** The lines that were written so far. Each of them is JSON. */
export const lines = (): LogFields[] =>
  written
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
