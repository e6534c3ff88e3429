/** What decides a sign-in is read after it has waited for a slot, not before. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { cheapHash, createCheapBcrypt } from '../../support/cheap-bcrypt.ts';
import { createVirtualClock } from '../../support/clocks.ts';
import { signInEvent } from '../../support/event-builder.ts';
import { type Reply, startFunction, type TestFunction } from '../../support/test-function.ts';

const password = 'Password1234!';
const user = { username: 'st.huber', id: 33, password: cheapHash(password, 10) };
const json = { 'content-type': 'application/json' };

let api: TestFunction;
afterEach(() => api.stop());

const signIn = (headers: Record<string, string> = json) =>
  api.call(signInEvent({ username: 'st.huber', password, stay_logged_in: true }, { headers }));

/**
 * The reply to a sign-in that waits because five others hold all slots. Their hashes end while it waits, after the
 * change.
 */
async function replyAfter(change: () => Promise<void>, isFromDevice: boolean): Promise<Reply> {
  const hashesEnd = Promise.withResolvers<void>();
  let isHeld = false;
  let held = 0;
  let others: readonly Promise<unknown>[] = [];
  const bcrypt = createCheapBcrypt();
  const virtual = createVirtualClock();
  api = await startFunction(
    {},
    {
      clock: {
        ...virtual,
        async pause(milliseconds) {
          await virtual.pause(milliseconds);
          await change();
          hashesEnd.resolve();
          await Promise.all(others);
        },
      },
      bcrypt: {
        ...bcrypt,
        async compare(guess, stored) {
          held += 1;
          if (isHeld) await hashesEnd.promise;
          return bcrypt.compare(guess, stored);
        },
      },
    },
  );
  await api.putUser(user);
  const deviceToken = String((await signIn()).headers['x-device-token']);
  const headers = isFromDevice ? { ...json, 'x-device-token': deviceToken } : json;
  [isHeld, held] = [true, 0];
  others = Array.from({ length: 5 }, () => signIn(headers));
  while (held < 5) await pause(5);
  return signIn(headers);
}

describe.each([
  ['a known device', true],
  ['elsewhere', false],
])('a sign-in from %s that waits for a slot', (_from, isFromDevice) => {
  it.each([
    ['is deactivated', { activated: false }, 'not_activated'],
    ['has to change the password', { force_password_change: true }, 'change_password'],
    ['gets another password', { password: cheapHash('another one', 10) }, 'username_or_password_incorrect'],
    ['is removed', null, 'username_or_password_incorrect'],
    ['stays as they are', {}, undefined],
  ])('gets what the user is after it, if the user %s meanwhile', async (_fact, change, code) => {
    const reply = await replyAfter(
      () => (change === null ? api.removeUser('st.huber') : api.putUser({ ...user, ...change })),
      isFromDevice,
    );
    expect(reply.body['error_code']).toBe(code);
    expect('token' in reply.body).toBe(code === undefined);
    expect('session_token' in reply.body).toBe(code === undefined);
  });
});
