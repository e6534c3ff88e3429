/** The sample client against the running API. */
import { setImmediate } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import bcryptjs from 'bcryptjs';
import { decodeJwt } from 'jose';
import { afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { localCredentials } from '../../dev/embedded-dynamodb.ts';
import { nextStep, SignInClient, SignInError } from '../../examples/client.ts';

const password = 'Password1234!';
const newPassword = 'a better password';

function startClient(url = inject('apiUrl')) {
  let kept: string | null = null;
  let held: Promise<unknown> = Promise.resolve();
  let nowEpochMs = Date.now();
  const store = {
    load: async () => {
      const sessionToken = kept;
      await held;
      return sessionToken;
    },
    save: async (sessionToken: string) => {
      await setImmediate();
      kept = sessionToken;
    },
    clear: async () => {
      await setImmediate();
      kept = null;
    },
  };
  const client = new SignInClient(url, store, undefined, () => nowEpochMs);
  return {
    client,
    kept: () => kept,
    /** From now on, `load` returns the session token as it is now, but only after this. */
    holdStoreUntil: (work: Promise<unknown>) => {
      held = work;
    },
    advanceMinutes: (minutes: number) => {
      nowEpochMs += minutes * 60_000;
    },
  };
}

const failureOf = async (work: Promise<unknown>): Promise<SignInError> => {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof SignInError)) throw error;
  return error;
};

/** The paths of all requests from now on. `change` can change the URL of a request. */
function recordRequests(change: (url: URL) => void = () => {}): string[] {
  const paths: string[] = [];
  const send = globalThis.fetch;
  vi.spyOn(globalThis, 'fetch').mockImplementation((address, init) => {
    const url = new URL(String(address));
    paths.push(url.pathname.replace('/api/auth/', ''));
    change(url);
    return send(url, init);
  });
  return paths;
}

beforeAll(async () => {
  const database = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: inject('databaseUrl'), region: 'local', credentials: localCredentials }),
  );
  const hash = bcryptjs.hashSync(password, 10);
  const users = [
    { username: 'client.user', id: 'c-1' },
    { username: 'client.other', id: 'c-3' },
    { username: 'client.pages', id: 'c-4' },
    { username: 'client.change', id: 'c-5' },
    { username: 'client.first', id: 'c-2', force_password_change: true },
  ];
  for (const user of users) {
    const Item = { activated: true, password: hash, ...user };
    await database.send(new PutCommand({ TableName: 'signin-dev-users', Item }));
  }
});

afterEach(() => {
  vi.restoreAllMocks();
});

const user = { username: 'client.user', password };

describe('the sample client', () => {
  it('signs in, returns its token, and renews it a minute before it expires', async () => {
    const { client, kept, advanceMinutes } = startClient();
    await client.signIn({ ...user, stayLoggedIn: true });
    expect(kept()).toMatch(/^[A-Za-z0-9]{64}$/);
    const first = await client.token();
    advanceMinutes(58);
    expect(await client.token()).toBe(first);
    const paths = recordRequests();
    advanceMinutes(1.1);
    await Promise.all([client.token(), client.token(), client.token()]);
    await client.token();
    // Tokens of the same second are the same text: only the requests tell how often it was renewed.
    expect(paths).toEqual(['IamLoggedIn']);
  });

  it('asks to sign in again without a session', async () => {
    const { client, kept, advanceMinutes } = startClient();
    await client.signIn(user);
    expect(kept()).toBeNull();
    advanceMinutes(60);
    expect(nextStep(await failureOf(client.token()))).toBe('sign in');
  });

  it('lists and ends sessions, and notices that its own was ended', async () => {
    const { client, kept, advanceMinutes } = startClient();
    await client.signIn({ ...user, stayLoggedIn: true, sessionInformation: 'the sample client' });
    const sessions = await client.sessions();
    const own = sessions.find(session => session.session_information === 'the sample client');
    await client.endSession(own?.id ?? '');
    expect(nextStep(await failureOf(client.endSession(own?.id ?? '')))).toBe('refresh the list');
    advanceMinutes(60);
    expect(nextStep(await failureOf(client.token()))).toBe('sign in');
    expect(kept()).toBeNull();
  });

  it('lists sessions of more than one page', async () => {
    const { client } = startClient();
    for (const sessionInformation of ['older', 'newer']) {
      await client.signIn({ username: 'client.pages', password, stayLoggedIn: true, sessionInformation });
    }
    const paths = recordRequests(url => url.searchParams.set('limit', '1'));
    const labels = (await client.sessions()).map(session => session.session_information);
    // Of the same second, either comes first.
    expect(labels.toSorted()).toEqual(['newer', 'older']);
    expect(paths.length).toBeGreaterThanOrEqual(2);
  });

  it('signs out and forgets the session token, which cannot be redeemed any more', async () => {
    const { client, kept } = startClient();
    await client.signIn({ ...user, stayLoggedIn: true });
    const sessionToken = kept();
    await client.signOut();
    expect(kept()).toBeNull();
    expect(nextStep(await failureOf(client.token()))).toBe('sign in');
    const redemption = await fetch(`${inject('apiUrl')}/api/auth/IamLoggedIn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ session_token: sessionToken }),
    });
    expect(redemption.status).toBe(400);
    expect(await redemption.json()).toMatchObject({ error_code: 'session_token_incorrect' });
  });

  it('ends all sessions, its own too', async () => {
    const { client, kept } = startClient();
    await client.signIn({ ...user, stayLoggedIn: true });
    await client.endAllSessions();
    expect(kept()).toBeNull();
    expect(nextStep(await failureOf(client.token()))).toBe('sign in');
    await client.signIn(user);
    expect(await client.sessions()).toEqual([]);
  });

  it('leads a user through a required change of password', async () => {
    const { client } = startClient();
    const credentials = { username: 'client.first', password };
    const failure = await failureOf(client.signIn(credentials));
    expect(nextStep(failure)).toBe('choose a new password');
    const common = await failureOf(client.changePasswordAfterSignIn(credentials, 'password1'));
    expect(nextStep(common)).toBe('correct the fields');
    expect(common.fieldErrors).toEqual({
      new_password: ['new_password is one of the most common passwords'],
    });
    await client.changePasswordAfterSignIn(credentials, newPassword);
    expect(await client.sessions()).toEqual([]);
    const unneeded = await failureOf(
      client.changePasswordAfterSignIn({ ...credentials, password: newPassword }, password),
    );
    expect(nextStep(unneeded)).toBe('sign in');
  });

  it('changes the password of somebody who is signed in, and ends the session of before', async () => {
    const { client, kept } = startClient();
    const credentials = { username: 'client.change', password };
    await client.signIn({ ...credentials, stayLoggedIn: true });
    const before = kept();
    const refused = await failureOf(
      client.changePassword({ ...credentials, password: 'wrong' }, newPassword),
    );
    expect(nextStep(refused)).toBe('type the password again');
    expect(kept()).toBe(before);
    await client.changePassword({ ...credentials, stayLoggedIn: true }, newPassword);
    expect(kept()).not.toBe(before);
    expect(await client.sessions()).toHaveLength(1);
  });

  it('says what to do after a wrong password, and how long to wait after many', async () => {
    const { client } = startClient();
    const guess = () => failureOf(client.signIn({ username: 'client.guessed', password: 'wrong' }));
    // Five are free, two more may wait for their turn; a crowd would only keep a busy machine from answering in time.
    const failures = await Promise.all(Array.from({ length: 8 }, guess));
    const steps = failures.map(nextStep);
    expect(steps).toContain('type the password again');
    const refused = failures.find(failure => failure.code === 'too_many_attempts');
    expect(refused && nextStep(refused)).toBe('wait and try again');
    expect(refused?.retryAfterSeconds).toBeGreaterThanOrEqual(1);
  });

  it('never returns the token of the user before', async () => {
    const { client, holdStoreUntil, advanceMinutes } = startClient();
    await client.signIn({ ...user, stayLoggedIn: true });
    advanceMinutes(60);
    const signIn = client.signIn({ username: 'client.other', password });
    holdStoreUntil(signIn);
    expect(nextStep(await failureOf(client.token()))).toBe('sign in');
    expect(decodeJwt(await client.token()).sub).toBe('c-3');
  });

  it('stays signed out if it signs out while its token is renewed', async () => {
    const { client, kept, advanceMinutes } = startClient();
    await client.signIn({ ...user, stayLoggedIn: true });
    advanceMinutes(60);
    const renewal = failureOf(client.token());
    await client.signOut();
    expect(nextStep(await renewal)).toBe('sign in');
    expect(nextStep(await failureOf(client.token()))).toBe('sign in');
    expect(kept()).toBeNull();
  });

  it('says if an account is not activated, and if the API cannot be reached', async () => {
    const { client } = startClient();
    expect(nextStep(await failureOf(client.signIn({ username: 'new.member', password })))).toBe(
      'wait for activation',
    );
    const nowhere = startClient('http://localhost:1').client;
    expect(nextStep(await failureOf(nowhere.signIn(user)))).toBe('check the network');
  });
});
