/**
 * A client to start from: signs in, keeps the session token, renews the token before it ends, and tells what to do about
 * each `error_code`. It needs nothing but `fetch`; copy it into an app.
 */

/** Where the app keeps the session token: a keychain, an encrypted store; on the web, memory is the safest place. */
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

/** A request that did not succeed. Without a code that it knows, it was API Gateway or the network that said no. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
  readonly code: ErrorCode | null;
  readonly retryAfterSeconds: number | null;
  readonly fieldErrors: Readonly<Record<string, readonly string[]>>;

  constructor(
    message: string,
    code: ErrorCode | null,
    retryAfterSeconds: number | null = null,
    fieldErrors: Readonly<Record<string, readonly string[]>> = {},
  ) {
    super(message);
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
    this.fieldErrors = fieldErrors;
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
  | 'report a bug';

/** What to do about each code. */
export function nextStep({ code }: SignInError): NextStep {
  switch (code) {
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
    case null:
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

/** Tokens live for an hour; they are renewed a minute earlier, by the time that passes here and not by what a clock says. */
const renewAfterMs = 59 * 60_000;

/** Longer than the API ever takes. */
const timeoutMs = 15_000;

/** A network that asks to accept its terms first also answers with 200. */
const notOurs = () => new SignInError('The answer is not one of the API', null);

function tokenIn({ token }: Answer): string {
  if (typeof token !== 'string') throw notOurs();
  return token;
}

/** The API as one app uses it. */
export class SignInClient {
  readonly #url: string;
  readonly #store: SessionTokenStore;
  readonly #nowEpochMs: () => number;
  #token: { readonly text: string; readonly renewAtEpochMs: number } | null = null;
  #renewal: Promise<string> | null = null;

  /** @param url where the API is, without a slash at the end */
  constructor(url: string, store: SessionTokenStore, nowEpochMs: () => number = Date.now) {
    this.#url = url;
    this.#store = store;
    this.#nowEpochMs = nowEpochMs;
  }

  /** Signs in. Throws `SignInError`; it never tries again by itself, since each try counts as a guess. */
  async signIn(credentials: Credentials): Promise<void> {
    const { username, password } = credentials;
    await this.#enter('signin', { username, password }, credentials);
  }

  /** For whoever is answered `change_password`: sets a new one, and signs in with it. */
  async changePassword(credentials: Credentials, newPassword: string): Promise<void> {
    const { username, password } = credentials;
    const fields = { username, old_password: password, new_password: newPassword };
    await this.#enter('changePasswordAfterSignin', fields, credentials);
  }

  /** A token that is good for a minute or so; all who ask at once share one renewal. */
  async token(): Promise<string> {
    if (this.#token !== null && this.#nowEpochMs() < this.#token.renewAtEpochMs) return this.#token.text;
    this.#renewal ??= this.#renew();
    return this.#renewal;
  }

  /** Signs out here; the session token is forgotten even if the API cannot be reached. */
  async signOut(): Promise<void> {
    const sessionToken = await this.#store.load();
    await this.#forget();
    if (sessionToken !== null) {
      await this.#send('POST', 'signout', { body: { session_token: sessionToken } });
    }
  }

  /** All of the user's sessions, newest first. */
  async sessions(): Promise<Session[]> {
    const all: Session[] = [];
    let cursor: string | undefined;
    do {
      const query = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`;
      const page = await this.#send('GET', `sessions${query}`, { token: await this.token() });
      // The contract's shape.
      all.push(...(page['sessions'] as Session[]));
      cursor = page['cursor'] as string | undefined;
    } while (cursor !== undefined);
    return all;
  }

  /** Ends one of the user's sessions. */
  async endSession(id: string): Promise<void> {
    await this.#send('DELETE', `sessions/${encodeURIComponent(id)}`, { token: await this.token() });
  }

  /** Ends all of them, this one too. */
  async endAllSessions(): Promise<void> {
    await this.#send('DELETE', 'sessions', { token: await this.token() });
    await this.#forget();
  }

  async #enter(route: string, fields: object, credentials: Credentials): Promise<void> {
    const { stayLoggedIn = false, sessionInformation } = credentials;
    const body = { ...fields, stay_logged_in: stayLoggedIn, session_information: sessionInformation };
    const renewAtEpochMs = this.#nowEpochMs() + renewAfterMs;
    const answer = await this.#send('POST', route, { body });
    const text = tokenIn(answer);
    await this.#forget();
    if (answer['session_token'] !== undefined) await this.#store.save(String(answer['session_token']));
    this.#token = { text, renewAtEpochMs };
  }

  /** Somebody may sign in or out while it is under way; then it is not the renewal any more, and yields nothing. */
  #renew(): Promise<string> {
    const isCurrent = () => this.#renewal === renewal;
    const renewal = this.#redeem(isCurrent).finally(() => {
      if (isCurrent()) this.#renewal = null;
    });
    return renewal;
  }

  async #redeem(isCurrent: () => boolean): Promise<string> {
    const renewAtEpochMs = this.#nowEpochMs() + renewAfterMs;
    const sessionToken = await this.#store.load();
    if (sessionToken === null) throw new SignInError('Nobody is signed in', 'unauthorized');
    const redeemed = await this.#send('POST', 'IamLoggedIn', { body: { session_token: sessionToken } }).catch(
      async (error: unknown) => {
        // Only the API's own word ends a session; trouble with the network does not.
        const isEnded = error instanceof SignInError && error.code === 'session_token_incorrect';
        if (isEnded && isCurrent()) await this.#forget();
        throw error;
      },
    );
    const text = tokenIn(redeemed);
    if (!isCurrent()) throw new SignInError('Somebody signed in or out meanwhile', 'unauthorized');
    this.#token = { text, renewAtEpochMs };
    return text;
  }

  async #forget(): Promise<void> {
    this.#token = null;
    this.#renewal = null;
    await this.#store.clear();
  }

  async #send(
    method: string,
    path: string,
    { body, token }: { body?: object; token?: string },
  ): Promise<Answer> {
    const response = await fetch(`${this.#url}/api/auth/${path}`, {
      method,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch(() => {
      throw new SignInError('The API cannot be reached', null);
    });
    if (response.status === 204) return {};
    // The contract's shape; API Gateway's own answers have none of these fields.
    const answer = (await response.json().catch(() => null)) as Answer | null;
    if (response.ok) {
      if (answer === null || method === 'DELETE') throw notOurs();
      return answer;
    }
    // Renewed at the next call: a token that the API does not take is of no use.
    if (response.status === 401) this.#token = null;
    const retryAfter = response.headers.get('retry-after');
    throw new SignInError(
      answer?.msg ?? `The API answered with ${response.status}`,
      errorCodes.find(code => code === answer?.error_code) ?? null,
      retryAfter === null ? null : Number(retryAfter),
      answer?.errors,
    );
  }
}
