/** A hash is replaced only if it is still the one that was read. */
import bcryptjs from 'bcryptjs';
import { afterEach, describe, expect, it } from 'vitest';
import type { Bcrypt } from '../../../lib/passwords/password-hasher.ts';
import { signInEvent } from '../../support/event-builder.ts';
import { startFunction, type TestFunction } from '../../support/test-function.ts';

const password = 'Password1234!';
let api: TestFunction;
afterEach(() => api.stop());

describe('a right password against an outdated hash', () => {
  it('does not overwrite a password that somebody changed while it was compared', async () => {
    const changed = bcryptjs.hashSync('a better password', 10);
    const bcrypt: Bcrypt = {
      ...bcryptjs,
      async compare(typed, hash) {
        const matches = await bcryptjs.compare(typed, hash);
        await api.putUser({ username: 'st.huber', id: 33, password: changed });
        return matches;
      },
    };
    api = await startFunction({}, { bcrypt });
    await api.putUser({ username: 'st.huber', id: 33, password: bcryptjs.hashSync(password, 4) });
    expect((await api.call(signInEvent({ username: 'st.huber', password }))).status).toBe(200);
    expect(await api.user('st.huber')).toMatchObject({ password: changed });
  });
});
