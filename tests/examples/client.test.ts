/**
 * The sample client if responses come late, get lost, or are not the API's, which a running API does not do on demand.
 */
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { nextStep, SignInClient, SignInError } from '../../examples/client.ts';

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const page = () => new Response('<html></html>');
const unavailable = () => json(503, { msg: 'Try again later', error_code: 'temporarily_unavailable' });
const sessionTokenIncorrect = () => json(400, { msg: 'Logged out', error_code: 'session_token_incorrect' });
const unauthorized = () => json(401, { msg: 'A valid token is needed', error_code: 'unauthorized' });

/** The fields of a request's body, and its header `authorization`. */
type Request = Readonly<Record<string, unknown>>;
type Answer = (request: Request) => Response | Promise<Response>;

const usualAnswers = {
  'POST signin': ({ username }) =>
    json(200, { token: `token of ${username}`, session_token: `session of ${username}` }),
  'POST IamLoggedIn': ({ session_token }) => json(202, { token: `token for ${session_token}` }),
  'POST signout': () => json(200, { msg: 'Successfully signed out' }),
  'GET sessions': () => json(200, { sessions: [] }),
  'DELETE sessions': () => new Response(null, { status: 204 }),
  'DELETE sessions/1': () => new Response(null, { status: 204 }),
} satisfies Record<string, Answer>;
type Route = keyof typeof usualAnswers;

/** An API that answers as usual, except for the routes in `answers`. `requests` are all so far, each with its token. */
function startApi(answers: Partial<Record<Route, Answer>> = {}) {
  const requests: string[] = [];
  vi.stubGlobal('fetch', async (url: string, { method, body, headers }: RequestInit) => {
    // The client sends nothing else.
    const route = `${method} ${new URL(url).pathname.replace('/api/auth/', '')}` as Route;
    const authorization = new Headers(headers).get('authorization');
    const request: Request = {
      ...(body === undefined ? {} : JSON.parse(String(body))),
      ...(authorization === null ? {} : { authorization }),
    };
    requests.push([route, request['session_token'] ?? authorization].filter(Boolean).join(': '));
    const answer: Answer = answers[route] ?? usualAnswers[route];
    return answer(request);
  });
  return { requests, answers };
}

function startStore() {
  let kept: string | null = null;
  let held: Promise<unknown> = Promise.resolve();
  const write = async (sessionToken: string | null) => {
    const before = held;
    await setImmediate();
    await before;
    kept = sessionToken;
  };
  return {
    kept: () => kept,
    load: async () => kept,
    save: write,
    clear: () => write(null),
    /** Writes from now on wait for it, and fail with it. */
    holdWrites: (work: Promise<unknown>) => {
      held = work;
    },
  };
}

function startClient(store = startStore()) {
  let nowEpochMs = 0;
  const client = new SignInClient('http://api.example', store, undefined, () => nowEpochMs);
  return {
    client,
    store,
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
const stepAfter = async (work: Promise<unknown>) => nextStep(await failureOf(work));

const a = { username: 'A', password: 'p', stayLoggedIn: true };
const b = { username: 'B', password: 'p', stayLoggedIn: true };

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the sample client, if somebody else signs in or out', () => {
  it('returns the token of the new user while the store still saves', async () => {
    const { requests } = startApi();
    const { client, store } = startClient();
    await client.signIn(a);
    const { promise: written, resolve: write } = Promise.withResolvers<void>();
    store.holdWrites(written);
    const signIn = client.signIn(b);
    await setImmediate();
    const asked = client.token();
    write();
    await signIn;
    expect(await asked).toBe('token of B');
    expect(requests).toEqual(['POST signin', 'POST signin']);
    expect(store.kept()).toBe('session of B');
  });

  it('returns no token after a sign-out, while the store still saves', async () => {
    const { requests } = startApi();
    const { client, store } = startClient();
    await client.signIn(a);
    const { promise: written, resolve: write } = Promise.withResolvers<void>();
    store.holdWrites(written);
    const signOut = client.signOut();
    await setImmediate();
    const asked = failureOf(client.token());
    await setImmediate();
    write();
    await signOut;
    expect(nextStep(await asked)).toBe('sign in');
    expect(await stepAfter(client.token())).toBe('sign in');
    expect(requests).toEqual(['POST signin', 'POST signout: session of A']);
  });

  it('keeps the order of a sign-out and a sign-in that overlap', async () => {
    const { requests } = startApi();
    const { client, store } = startClient();
    await client.signIn(a);
    const { promise: written, resolve: write } = Promise.withResolvers<void>();
    store.holdWrites(written);
    const signOut = client.signOut();
    await setImmediate();
    store.holdWrites(Promise.resolve());
    const signIn = client.signIn(b);
    await setImmediate();
    await setImmediate();
    write();
    await Promise.all([signOut, signIn]);
    expect(store.kept()).toBe('session of B');
    expect(requests).toContain('POST signout: session of A');
    expect(await client.token()).toBe('token of B');
  });

  it('does not renew a token with the old session token if the store cannot save the new one', async () => {
    const { requests } = startApi();
    const { client, store, advanceMinutes } = startClient();
    await client.signIn(a);
    const full = Promise.reject(new Error('The store is full'));
    full.catch(() => {});
    store.holdWrites(full);
    await expect(client.signIn(b)).rejects.toThrow('The store is full');
    advanceMinutes(60);
    await expect(client.token()).rejects.toThrow('The store is full');
    expect(requests).toEqual(['POST signin', 'POST signin']);
    store.holdWrites(Promise.resolve());
    await client.signIn({ ...b, username: 'C' });
    advanceMinutes(60);
    expect(await client.token()).toBe('token for session of C');
    await client.signOut();
    expect(requests).toContain('POST signout: session of B');
  });

  it('forgets a session token that is saved while all sessions are ended', async () => {
    startApi();
    const { client, store } = startClient();
    await client.signIn(a);
    const { promise: written, resolve: write } = Promise.withResolvers<void>();
    store.holdWrites(written);
    const signIn = client.signIn(b);
    await setImmediate();
    const ending = client.endAllSessions();
    await setImmediate();
    write();
    await Promise.all([signIn, ending]);
    expect(store.kept()).toBeNull();
  });

  it('keeps the new user while all sessions of the user before are ended', async () => {
    const { promise: late, resolve: answer } = Promise.withResolvers<Response>();
    startApi({ 'DELETE sessions': () => late });
    const { client, store } = startClient();
    await client.signIn(a);
    const ending = client.endAllSessions();
    await setImmediate();
    await client.signIn(b);
    answer(new Response(null, { status: 204 }));
    await ending;
    expect(store.kept()).toBe('session of B');
    expect(await client.token()).toBe('token of B');
  });

  it.each([
    ['turned out to be over', 'session_token_incorrect', sessionTokenIncorrect],
    ['was redeemed', 'unauthorized', () => json(202, { token: 'renewed token of A' })],
  ])('keeps the new user while the session of the user before %s', async (_case, code, redemption) => {
    const { promise: late, resolve: answer } = Promise.withResolvers<Response>();
    startApi({ 'POST IamLoggedIn': () => late });
    const { client, store, advanceMinutes } = startClient();
    await client.signIn(a);
    advanceMinutes(60);
    const renewal = failureOf(client.token());
    await setImmediate();
    await client.signIn(b);
    answer(redemption());
    expect((await renewal).code).toBe(code);
    expect(store.kept()).toBe('session of B');
    expect(await client.token()).toBe('token of B');
  });

  it('keeps the token of the new user while the one of the user before is refused', async () => {
    const { promise: late, resolve: answer } = Promise.withResolvers<Response>();
    const { requests } = startApi({ 'GET sessions': () => late });
    const { client } = startClient();
    await client.signIn(a);
    const list = stepAfter(client.sessions());
    await setImmediate();
    await client.signIn(b);
    answer(unauthorized());
    expect(await list).toBe('sign in');
    expect(await client.token()).toBe('token of B');
    expect(requests).toEqual(['POST signin', 'GET sessions: Bearer token of A', 'POST signin']);
  });

  it('shows nobody the sessions of the user before', async () => {
    const { promise: late, resolve: answer } = Promise.withResolvers<Response>();
    startApi({ 'GET sessions': () => late });
    const { client } = startClient();
    await client.signIn(a);
    const list = stepAfter(client.sessions());
    await setImmediate();
    await client.signIn(b);
    answer(json(200, { sessions: [{ id: 'of A' }] }));
    expect(await list).toBe('sign in');
  });

  it('ignores a late response to an earlier sign-in, and ends its session with the next sign-out', async () => {
    const { promise: late, resolve: answer } = Promise.withResolvers<Response>();
    const { requests, answers } = startApi({ 'POST signin': () => late });
    const { client, store } = startClient();
    const signIn = stepAfter(client.signIn(a));
    await setImmediate();
    delete answers['POST signin'];
    await client.signIn(b);
    answer(usualAnswers['POST signin'](a));
    expect(await signIn).toBe('sign in');
    expect(store.kept()).toBe('session of B');
    expect(await client.token()).toBe('token of B');
    await client.signOut();
    expect(requests).toContain('POST signout: session of A');
    expect(requests).toContain('POST signout: session of B');
  });

  it('stays signed out if an earlier sign-in is answered later', async () => {
    const { promise: late, resolve: answer } = Promise.withResolvers<Response>();
    startApi({ 'POST signin': () => late });
    const { client, store } = startClient();
    const signIn = stepAfter(client.signIn(a));
    await setImmediate();
    await client.signOut();
    answer(usualAnswers['POST signin'](a));
    expect(await signIn).toBe('sign in');
    expect(store.kept()).toBeNull();
    expect(await stepAfter(client.token())).toBe('sign in');
  });

  it.each([
    ['redeems the old session token', 'POST IamLoggedIn', sessionTokenIncorrect],
    ['ends all sessions', 'DELETE sessions', () => new Response(null, { status: 204 })],
  ] as const)(
    'keeps the session token that another client saved while this one %s',
    async (_case, route, end) => {
      const { promise: late, resolve: answer } = Promise.withResolvers<Response>();
      startApi({ [route]: () => late });
      const { client, store, advanceMinutes } = startClient();
      await client.signIn(a);
      if (route === 'POST IamLoggedIn') advanceMinutes(60);
      const work = (route === 'POST IamLoggedIn' ? client.token() : client.endAllSessions()).catch(() => {});
      await setImmediate();
      await startClient(store).client.signIn(b);
      answer(end());
      await work;
      expect(store.kept()).toBe('session of B');
    },
  );
});

describe('the sample client, if its token is refused', () => {
  const refuseTokenOfA: Answer = ({ authorization }) =>
    authorization === 'Bearer token of A' ? unauthorized() : json(200, { sessions: [{ id: '1' }] });

  it('renews it and sends the request once more', async () => {
    const { requests } = startApi({ 'GET sessions': refuseTokenOfA });
    const { client } = startClient();
    await client.signIn(a);
    expect(await client.sessions()).toEqual([{ id: '1' }]);
    expect(requests).toEqual([
      'POST signin',
      'GET sessions: Bearer token of A',
      'POST IamLoggedIn: session of A',
      'GET sessions: Bearer token for session of A',
    ]);
  });

  it('asks to sign in if the renewed one is refused too', async () => {
    const { requests } = startApi({ 'GET sessions': unauthorized });
    const { client } = startClient();
    await client.signIn(a);
    expect(await stepAfter(client.sessions())).toBe('sign in');
    expect(requests.filter(request => request.startsWith('GET'))).toHaveLength(2);
  });

  it('keeps a token that was renewed since', async () => {
    const { promise: late, resolve: answer } = Promise.withResolvers<Response>();
    const { requests, answers } = startApi({
      'GET sessions': refuseTokenOfA,
      'DELETE sessions/1': () => late,
    });
    const { client } = startClient();
    await client.signIn(a);
    const ending = client.endSession('1');
    await client.sessions();
    delete answers['DELETE sessions/1'];
    answer(unauthorized());
    await ending;
    expect(requests.filter(request => request.startsWith('POST IamLoggedIn'))).toHaveLength(1);
    expect(requests.at(-1)).toBe('DELETE sessions/1: Bearer token for session of A');
  });
});

describe('the sample client, if a sign-out fails', () => {
  it.each([
    ['the API answers 503', unavailable, 'wait and try again'],
    ['the API cannot be reached', () => Promise.reject(new TypeError('fetch failed')), 'check the network'],
    ['a network answers with its page', page, 'check the address'],
  ])('sends it again with the next sign-out if %s', async (_case, failure, step) => {
    const { requests, answers } = startApi({ 'POST signout': failure });
    const { client, store } = startClient();
    await client.signIn(a);
    expect(await stepAfter(client.signOut())).toBe(step);
    expect(store.kept()).toBeNull();
    expect(await stepAfter(client.token())).toBe('sign in');
    delete answers['POST signout'];
    await client.signOut();
    await client.signOut();
    expect(requests).toEqual(['POST signin', 'POST signout: session of A', 'POST signout: session of A']);
  });

  it('sends it again with the sign-out of a user who signed in since', async () => {
    const { requests, answers } = startApi({ 'POST signout': unavailable });
    const { client } = startClient();
    await client.signIn(a);
    expect(await stepAfter(client.signOut())).toBe('wait and try again');
    delete answers['POST signout'];
    await client.signIn(b);
    await client.signOut();
    expect(requests.slice(-2).toSorted()).toEqual([
      'POST signout: session of A',
      'POST signout: session of B',
    ]);
  });

  it('accepts that the session is already over', async () => {
    const { requests } = startApi({ 'POST signout': sessionTokenIncorrect });
    const { client } = startClient();
    await client.signIn(a);
    await client.signOut();
    await client.signOut();
    expect(requests).toEqual(['POST signin', 'POST signout: session of A']);
  });
});

describe('the sample client, if something else than the API answers', () => {
  it.each([
    ['the page of a network that wants its terms accepted', page],
    ['an answer without a token', () => json(200, {})],
  ])('does not take %s for a sign-in', async (_case, answer) => {
    startApi({ 'POST signin': answer });
    const { client } = startClient();
    expect(await stepAfter(client.signIn(a))).toBe('check the address');
    expect(await stepAfter(client.token())).toBe('sign in');
  });

  it.each([
    ['a page', page],
    ['an answer without sessions', () => json(200, {})],
    ['an answer whose sessions are no list', () => json(200, { sessions: 'none' })],
  ])('takes %s neither for a list nor for the end of a session', async (_case, answer) => {
    startApi({ 'GET sessions': answer, 'DELETE sessions/1': answer, 'DELETE sessions': answer });
    const { client, store } = startClient();
    await client.signIn(a);
    for (const work of [client.sessions(), client.endSession('1'), client.endAllSessions()]) {
      expect(await stepAfter(work)).toBe('check the address');
    }
    expect(await client.token()).toBe('token of A');
    expect(store.kept()).toBe('session of A');
  });

  it.each<[string, Answer]>([
    ['a page that is not there', () => new Response('<html></html>', { status: 404 })],
    ['API Gateway, which has no such path', () => json(404, { message: 'Not Found' })],
    ['API Gateway, whose domain is not mapped', () => json(403, { message: 'Forbidden' })],
    ['a server that wants another method', () => new Response(null, { status: 405 })],
  ])('says that the address is wrong if the answer is that of %s', async (_case, answer) => {
    startApi({ 'POST signin': answer });
    const failure = await failureOf(startClient().client.signIn(a));
    expect(nextStep(failure)).toBe('check the address');
    expect(failure.message).toMatch(/^The answer \(status 40\d\) is not one of the API: check its address$/);
  });

  it.each<[string, Answer]>([
    ['too many requests a second', () => json(429, { message: 'Too Many Requests' })],
    ['a function that failed', () => json(500, { message: 'Internal Server Error' })],
    ['a function that is not there yet', () => json(503, { message: 'Service Unavailable' })],
  ])('says to wait and try again if API Gateway answers because of %s', async (_case, answer) => {
    startApi({ 'POST signin': answer });
    expect(await stepAfter(startClient().client.signIn(a))).toBe('wait and try again');
  });

  it('keeps the cause if nobody answers, and says what to check', async () => {
    const cause = new TypeError('Failed to fetch');
    startApi({ 'POST signin': () => Promise.reject(cause) });
    const failure = await failureOf(startClient().client.signIn(a));
    expect(nextStep(failure)).toBe('check the network');
    expect(failure.message).toContain('whether the API allows this origin');
    expect(failure.cause).toBe(cause);
  });

  it('says that the connection broke if it breaks within the answer', async () => {
    const cause = new TypeError('terminated');
    const cut = new ReadableStream({ pull: controller => controller.error(cause) });
    startApi({ 'POST signin': () => new Response(cut) });
    const failure = await failureOf(startClient().client.signIn(a));
    expect(nextStep(failure)).toBe('check the network');
    expect(failure.cause).toBe(cause);
  });

  it('waits and tries again after a time-out, and keeps the cause', async () => {
    const cause = new DOMException('The operation timed out', 'TimeoutError');
    startApi({ 'POST signin': () => Promise.reject(cause) });
    const failure = await failureOf(startClient().client.signIn(a));
    expect(nextStep(failure)).toBe('wait and try again');
    expect(failure.cause).toBe(cause);
  });

  it('does not take a date in retry-after for seconds', async () => {
    const headers = { 'retry-after': 'Wed, 25 Nov 2026 07:28:00 GMT' };
    startApi({
      'POST signin': () => new Response('{"message":"Too Many Requests"}', { status: 429, headers }),
    });
    expect(await failureOf(startClient().client.signIn(a))).toMatchObject({ retryAfterSeconds: null });
  });
});

describe('the sample client, if it is used in an unusual way', () => {
  it.each([[''], [' '], ['.'], ['..']])(
    'sends nothing for the id %j, which could end all sessions',
    async id => {
      const { requests } = startApi();
      const { client } = startClient();
      await client.signIn(a);
      expect(await stepAfter(client.endSession(id))).toBe('refresh the list');
      expect(requests).toEqual(['POST signin']);
    },
  );

  it.each([['http://api.example/'], ['http://api.example//']])(
    'takes %s for http://api.example',
    async url => {
      const { requests } = startApi();
      await new SignInClient(url, startStore()).signIn(a);
      expect(requests).toEqual(['POST signin']);
    },
  );

  it('does not keep an empty session token', async () => {
    startApi({ 'POST signin': () => json(200, { token: 'token of A', session_token: '' }) });
    const { client, store } = startClient();
    expect(await stepAfter(client.signIn(a))).toBe('check the address');
    expect(store.kept()).toBeNull();
  });

  it('ends the list at an empty cursor', async () => {
    startApi({ 'GET sessions': () => json(200, { sessions: [], cursor: '' }) });
    const { client } = startClient();
    await client.signIn(a);
    expect(await client.sessions()).toEqual([]);
  });
});
