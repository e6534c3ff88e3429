import { describe, expect, it } from 'vitest';
import {
  call,
  hookSessionRoutes,
  incorrect,
  putUser,
  redeem,
  signIn,
  signOut,
} from '../support/session-routes.ts';

hookSessionRoutes();

describe('signing out', () => {
  it('ends the session of the token, and no other; a second time is refused', async () => {
    const [one, other] = [await signIn(), await signIn()];
    expect(await signOut(one.sessionToken)).toMatchObject({
      status: 200,
      body: { msg: 'Successfully signed out' },
    });
    expect(await redeem(one.sessionToken)).toMatchObject(incorrect);
    expect(await signOut(one.sessionToken)).toMatchObject(incorrect);
    expect((await redeem(other.sessionToken)).status).toBe(202);
  });

  // Its item outlives one write that ends all, and signing out went by the item alone.
  it('is refused after all sessions were ended', async () => {
    const { token, sessionToken } = await signIn();
    expect((await call('DELETE /api/auth/sessions', { token })).status).toBe(204);
    expect(await signOut(sessionToken)).toMatchObject(incorrect);
  });

  it('works for a deactivated user, and the session does not come back', async () => {
    const { sessionToken } = await signIn();
    await putUser({ activated: false });
    expect((await signOut(sessionToken)).status).toBe(200);
    await putUser();
    expect(await redeem(sessionToken)).toMatchObject(incorrect);
  });
});
