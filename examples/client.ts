/**
 * A client to start from: signs in, keeps the session token, renews the token before it ends, and tells what to do about
 * each `error_code`. It needs nothing but `fetch`; copy it into an app.
 */

/**
 * Where the app keeps the session token: a keychain, an encrypted store; on the web, memory is the safest place. What it
 * throws reaches the app as it is.
 */
export interface SessionTokenStore {
  load(): Promise<string | null>;
  save(sessionToken: string): Promise<void>;
  clear(): Promise<void>;
}

/** The `error_code`s of the API. */
const errorCodes = [
  'invalid_json',
  'validation_failed',
  'body_too_large',
  'unsupported_media_type',
  'too_many_attempts',
  'username_or_password_incorrect',
  'not_activated',
  'change_password',
  'no_password_change_needed_for_user',
  'session_token_incorrect',
  'unauthorized',
  'session_not_found',
  'temporarily_unavailable',
  'internal_error',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** Who said no: the API (or API Gateway for it), something else at that address, or nobody. */
export type AnsweredBy = 'the API' | 'something else' | 'nobody';

/** What is known of a failure beside its code. */
interface FailureDetails {
  readonly answeredBy?: AnsweredBy;
  readonly retryAfterSeconds?: number | null;
  readonly fieldErrors?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly cause?: unknown;
}

/** A request that did not succeed. Its code is null if it was not the function that answered. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
  readonly code: ErrorCode | null;
  readonly answeredBy: AnsweredBy;
  readonly retryAfterSeconds: number | null;
  readonly fieldErrors: Readonly<Record<string, readonly string[]>>;

  constructor(message: string, code: ErrorCode | null, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.code = code;
    this.answeredBy = details.answeredBy ?? 'the API';
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
    this.fieldErrors = details.fieldErrors ?? {};
  }
}

/** What an app does about a failure. */
export type NextStep =
  | 'correct the fields'
  | 'type the password again'
  | 'wait for activation'
  | 'choose a new password'
  | 'sign in'
  | 'refresh the list'
  | 'wait and try again'
  | 'check the address'
  | 'check the network'
  | 'report a bug';

/** What to do about a failure without a code. */
const stepByAnswer: Readonly<Record<AnsweredBy, NextStep>> = {
  'the API': 'wait and try again',
  'something else': 'check the address',
  nobody: 'check the network',
};

/** What to do about each failure. */
export function nextStep({ code, answeredBy }: SignInError): NextStep {
  switch (code) {
    case null:
      return stepByAnswer[answeredBy];
    case 'validation_failed':
      return 'correct the fields';
    case 'username_or_password_incorrect':
      return 'type the password again';
    case 'not_activated':
      return 'wait for activation';
    case 'change_password':
      return 'choose a new password';
    case 'session_token_incorrect':
    case 'unauthorized':
    case 'no_password_change_needed_for_user':
      return 'sign in';
    case 'session_not_found':
      return 'refresh the list';
    case 'too_many_attempts':
    case 'temporarily_unavailable':
      return 'wait and try again';
    case 'invalid_json':
    case 'body_too_large':
    case 'unsupported_media_type':
    case 'internal_error':
      return 'report a bug';
  }
}

/** One of the user's sessions; times in seconds since 1970. */
export interface Session {
  readonly id: string;
  readonly session_information: string;
  readonly created_at: number;
  readonly last_used_at: number;
  readonly expires_at: number;
}

/** Who signs in, and whether they stay. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly stayLoggedIn?: boolean;
  readonly sessionInformation?: string;
}

/** What the API answers with, of either kind. */
interface Answer extends Readonly<Record<string, unknown>> {
  readonly msg?: string;
  readonly error_code?: string;
  readonly errors?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Tokens live for an hour; they are renewed a minute earlier, by the clock here. A clock that is wrong does no harm as
 * long as it runs on; where it is set back, the API refuses the token, and that renews it too.
 */
const renewAfterMs = 59 * 60_000;

/** Longer than the API ever takes. */
const timeoutMs = 15_000;

/** A wrong address, or a network that wants its terms accepted first: it can answer with 200, too. */
const notOurs = (status?: number) =>
  new SignInError(
    `The answer${status === undefined ? '' : ` (status ${status})`} is not one of the API: check its address`,
    null,
    { answeredBy: 'something else' },
  );

/** API Gateway's own answers `{"message": …}` to too many requests and to a function that failed; 404 and 403 are not. */
const isOfApiGateway = (status: number) => status === 429 || status >= 500;

/** `retry-after` in seconds; null if it is missing, or anything else, such as a date. */
function retryAfterIn({ headers }: Response): number | null {
  const text = headers.get('retry-after') ?? '';
  return /^\d+$/.test(text) ? Number(text) : null;
}

/** `fetch` says no more than this about a refused connection, a missing host and a browser that blocks the answer. */
const unreachable = (cause: unknown) =>
  cause instanceof Error && cause.name === 'TimeoutError'
    ? new SignInError('The API did not answer in time', null, { cause })
    : new SignInError(
        'The API cannot be reached: check the network and the address; in a browser, also whether the API allows this origin (cors in its serverless.yml)',
        null,
        { answeredBy: 'nobody', cause },
      );

/** For whoever asked as somebody who is not here any more. */
const tooLate = () => new SignInError('Somebody signed in or out meanwhile', 'unauthorized');

const isRefusal = (error: unknown, code: ErrorCode) => error instanceof SignInError && error.code === code;

function tokenIn({ token }: Answer): string {
  if (typeof token !== 'string' || token === '') throw notOurs();
  return token;
}

function sessionTokenIn({ session_token }: Answer): string | null {
  if (session_token === undefined) return null;
  if (typeof session_token !== 'string' || session_token === '') throw notOurs();
  return session_token;
}

/** An empty id would ask for the end of all sessions, and `.` and `..` lead to another path. */
const isSessionId = (id: string) => !['', '.', '..'].includes(id.trim());

/**
 * Where the app keeps device tokens, by the username as it was typed. Who shows one gets in while strangers keep the account
 * blocked with wrong passwords. It signs nobody in, so local storage is safe enough. If the store fails, signing in goes
 * on without it.
 */
export interface DeviceTokenStore {
  load(username: string): Promise<string | null>;
  save(username: string, deviceToken: string): Promise<void>;
}

/** Keeps device tokens as long as the app runs. */
function inMemory(): DeviceTokenStore {
  const tokens = new Map<string, string>();
  return {
    load: async username => tokens.get(username) ?? null,
    save: async (username, deviceToken) => {
      tokens.set(username, deviceToken);
    },
  };
}

const deviceTokenHeader = 'x-device-token';

interface Token {
  readonly text: string;
  readonly renewAtEpochMs: number;
}

/** The device token that a request shows, if there is one, and what to do with the one of the answer. */
interface ShownDevice {
  readonly deviceToken: string | undefined;
  keep(deviceToken: string): Promise<void>;
}

/** Who is signed in here, if anybody. */
interface User {
  token: Token | null;
  renewal: Promise<string> | null;
  /** The write that makes the store hold this user's session token, or none; it comes after all writes before it. */
  readonly stored: Promise<void>;
}

/** The API as one app uses it. */
export class SignInClient {
  readonly #url: string;
  readonly #store: SessionTokenStore;
  readonly #devices: DeviceTokenStore;
  readonly #nowEpochMs: () => number;
  /** Replaced as a whole by whoever signs in or out, so that an answer that comes later finds somebody else here. */
  #user: User = { token: null, renewal: null, stored: Promise.resolve() };
  /** How often somebody wanted to sign in or out: of several at once, the last one counts, however late its answer. */
  #turns = 0;
  /** Session tokens of which the API has not said yet that they are over. */
  readonly #unended = new Set<string>();

  /** @param url where the API is, such as `https://api.example.com` */
  constructor(
    url: string,
    store: SessionTokenStore,
    devices: DeviceTokenStore = inMemory(),
    nowEpochMs: () => number = Date.now,
  ) {
    this.#url = url.replace(/\/+$/, '');
    this.#store = store;
    this.#devices = devices;
    this.#nowEpochMs = nowEpochMs;
  }

  /** Signs in. Throws `SignInError`; it never tries again by itself, since each try counts as a guess. */
  async signIn(credentials: Credentials): Promise<void> {
    const { username, password } = credentials;
    await this.#enter('signin', { username, password }, credentials);
  }

  /**
   * Sets a new password, and signs in with it; all older sessions end. The credentials have the old one, typed again. After
   * a failure without a code, sign in with the new password first: it may be stored already, and only the answer was lost.
   */
  async changePassword(credentials: Credentials, newPassword: string): Promise<void> {
    await this.#enterWithNewPassword('changePassword', credentials, newPassword);
  }

  /** The same for whoever is answered `change_password`; all others are refused. */
  async changePasswordAfterSignIn(credentials: Credentials, newPassword: string): Promise<void> {
    await this.#enterWithNewPassword('changePasswordAfterSignin', credentials, newPassword);
  }

  /** A token that is good for a minute or so; all who ask at once share one renewal. */
  token(): Promise<string> {
    return this.#tokenOf(this.#user);
  }

  /**
   * Signs out here at once, whether or not the API can be reached. After a failure, call it again: the session
   * that the API has not ended yet is remembered for that, as long as the app runs.
   */
  async signOut(): Promise<void> {
    this.#turns += 1;
    await this.#replaceUser(null, async () => {
      const sessionToken = await this.#load();
      if (sessionToken !== null) this.#unended.add(sessionToken);
      await this.#store.clear();
    });
    await Promise.all([...this.#unended].map(sessionToken => this.#end(sessionToken)));
  }

  /** All of the user's sessions, newest first. */
  async sessions(): Promise<Session[]> {
    const user = this.#user;
    const all: Session[] = [];
    let cursor: unknown;
    do {
      const query = typeof cursor === 'string' ? `?cursor=${encodeURIComponent(cursor)}` : '';
      const page = await this.#sendAs(user, 'GET', `sessions${query}`);
      if (user !== this.#user) throw tooLate();
      if (!Array.isArray(page['sessions'])) throw notOurs();
      // The contract's shape.
      all.push(...(page['sessions'] as Session[]));
      cursor = page['cursor'];
    } while (typeof cursor === 'string' && cursor !== '');
    return all;
  }

  /** Ends one of the user's sessions. */
  async endSession(id: string): Promise<void> {
    if (!isSessionId(id)) throw new SignInError('The id of a session is needed', 'session_not_found');
    await this.#sendAs(this.#user, 'DELETE', `sessions/${encodeURIComponent(id)}`);
  }

  /** Ends all of them, this one too. */
  async endAllSessions(): Promise<void> {
    const user = this.#user;
    await user.stored;
    const sessionToken = await this.#load();
    await this.#sendAs(user, 'DELETE', 'sessions');
    if (user === this.#user) await this.#forget(sessionToken);
  }

  async #enterWithNewPassword(route: string, credentials: Credentials, newPassword: string): Promise<void> {
    const { username, password } = credentials;
    const fields = { username, old_password: password, new_password: newPassword };
    await this.#enter(route, fields, credentials);
  }

  async #enter(route: string, fields: object, credentials: Credentials): Promise<void> {
    this.#turns += 1;
    const turn = this.#turns;
    const { username, stayLoggedIn = false, sessionInformation } = credentials;
    const body = { ...fields, stay_logged_in: stayLoggedIn, session_information: sessionInformation };
    const renewAtEpochMs = this.#nowEpochMs() + renewAfterMs;
    const deviceToken = (await this.#devices.load(username).catch(() => null)) ?? undefined;
    const keep = (issued: string) => this.#devices.save(username, issued).catch(() => {});
    const answer = await this.#send('POST', route, { body, device: { deviceToken, keep } });
    const text = tokenIn(answer);
    const sessionToken = sessionTokenIn(answer);
    if (turn !== this.#turns) {
      if (sessionToken !== null) this.#unended.add(sessionToken);
      throw tooLate();
    }
    await this.#replaceUser({ text, renewAtEpochMs }, async () => {
      if (sessionToken === null) return this.#store.clear();
      return this.#store.save(sessionToken).catch((error: unknown) => {
        this.#unended.add(sessionToken);
        throw error;
      });
    });
  }

  async #end(sessionToken: string): Promise<void> {
    await this.#send('POST', 'signout', { body: { session_token: sessionToken } }).catch((error: unknown) => {
      // Then it is over already.
      if (!isRefusal(error, 'session_token_incorrect')) throw error;
    });
    this.#unended.delete(sessionToken);
  }

  async #tokenOf(user: User): Promise<string> {
    if (user.token !== null && this.#nowEpochMs() < user.token.renewAtEpochMs) return user.token.text;
    user.renewal ??= this.#renew(user).finally(() => {
      user.renewal = null;
    });
    return user.renewal;
  }

  async #renew(user: User): Promise<string> {
    // Until then the store may hold the session token of whoever was here before; where the write failed, it still does.
    await user.stored;
    const sessionToken = await this.#load();
    if (user !== this.#user) throw tooLate();
    if (sessionToken === null) throw new SignInError('Nobody is signed in', 'unauthorized');
    const renewAtEpochMs = this.#nowEpochMs() + renewAfterMs;
    const redeemed = await this.#send('POST', 'IamLoggedIn', { body: { session_token: sessionToken } }).catch(
      async (error: unknown) => {
        // Only the API's own word ends a session; trouble with the network does not.
        const isEnded = isRefusal(error, 'session_token_incorrect');
        if (isEnded && user === this.#user) await this.#forget(sessionToken);
        throw error;
      },
    );
    const text = tokenIn(redeemed);
    if (user !== this.#user) throw tooLate();
    user.token = { text, renewAtEpochMs };
    return text;
  }

  /** What the store keeps; some stores have an empty text, or nothing at all, for none. */
  async #load(): Promise<string | null> {
    return (await this.#store.load()) || null;
  }

  /** Nobody is signed in any more; a newer session token that another client put into the store stays there. */
  #forget(sessionToken: string | null): Promise<void> {
    return this.#replaceUser(null, async () => {
      if ((await this.#load()) === sessionToken) await this.#store.clear();
    });
  }

  /** The new user is there at once; it resolves when the store has followed. */
  #replaceUser(token: Token | null, write: () => Promise<void>): Promise<void> {
    // What failed before was told to whoever asked for it.
    const stored = this.#user.stored.catch(() => {}).then(write);
    this.#user = { token, renewal: null, stored };
    return stored;
  }

  /** Sends a request with the user's token; with a new one once more where the API refuses that token. */
  async #sendAs(user: User, method: string, path: string): Promise<Answer> {
    const token = await this.#tokenOf(user);
    return this.#send(method, path, { token }).catch(async (error: unknown) => {
      if (!isRefusal(error, 'unauthorized')) throw error;
      // Another request may have renewed it meanwhile.
      if (user.token?.text === token) user.token = null;
      return this.#send(method, path, { token: await this.#tokenOf(user) });
    });
  }

  async #send(
    method: string,
    path: string,
    { body, token, device }: { body?: object; token?: string; device?: ShownDevice },
  ): Promise<Answer> {
    const response = await fetch(`${this.#url}/api/auth/${path}`, {
      method,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(device?.deviceToken === undefined ? {} : { [deviceTokenHeader]: device.deviceToken }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw unreachable(cause);
    });
    const issued = response.headers.get(deviceTokenHeader);
    if (issued !== null) await device?.keep(issued);
    if (response.status === 204) return {};
    // The contract's shape; API Gateway's own answers have none of these fields.
    const answer = (await response.json().catch((cause: unknown) => {
      // No JSON; anything else means that the connection broke within the answer.
      if (cause instanceof SyntaxError) return null;
      throw unreachable(cause);
    })) as Answer | null;
    if (response.ok) {
      if (answer === null || method === 'DELETE') throw notOurs(response.status);
      return answer;
    }
    const code = errorCodes.find(known => known === answer?.error_code) ?? null;
    if (code === null && !isOfApiGateway(response.status)) throw notOurs(response.status);
    throw new SignInError(answer?.msg ?? `The API answered with ${response.status}`, code, {
      retryAfterSeconds: retryAfterIn(response),
      fieldErrors: answer?.errors,
    });
  }
}
