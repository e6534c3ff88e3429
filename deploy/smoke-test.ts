/** The smoke test: three requests, which pass through the secret, all three tables and a password hash. */
import type { Connection } from '../cli/connection/connection.ts';
import { RefusedDeployment } from './refused-deployment.ts';
import { type SmokeUser, withSmokeUser } from './smoke-user.ts';

/** What a check sends, and the answer that is right. */
interface Check {
  readonly what: string;
  readonly username: string;
  readonly password: string;
  readonly status: number;
  /** The `error_code`, or null for a token. */
  readonly code: string | null;
}

const checksOf = ({ username, password }: SmokeUser): readonly Check[] => [
  { what: 'lets a user in', username, password, status: 200, code: null },
  {
    what: 'refuses a wrong password',
    username,
    password: `${password}-`,
    status: 400,
    code: 'username_or_password_incorrect',
  },
  {
    what: 'refuses a name that does not exist',
    username: `${username}-nobody`,
    password,
    status: 400,
    code: 'username_or_password_incorrect',
  },
];

/** API Gateway answers within 30 s. */
const timeoutMs = 35_000;

/** What is wrong with the answer; null if it is right. A token is never part of it. */
async function problemOf(url: URL, { username, password, status, code }: Check): Promise<string | null> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const body: unknown = await response.json().catch(() => null);
  const fields = typeof body === 'object' && body !== null ? body : {};
  const found = 'error_code' in fields ? String(fields.error_code) : null;
  if (response.status !== status || found !== code) return `${response.status} ${found ?? 'without a code'}`;
  return code === null && !('token' in fields) ? `${response.status} without a token` : null;
}

/** Why there was no answer, such as ENOTFOUND or an error of the certificate. */
const codeOf = (cause: unknown): string =>
  typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';

/** Where signing in is. @throws {RefusedDeployment} for a URL that would carry the password unencrypted */
function signInUrl(typed: string): URL {
  const url = URL.parse(`${typed.replace(/\/+$/, '')}/api/auth/signin`);
  const isLocal = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url === null || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLocal))) {
    throw new RefusedDeployment(`${typed} is no https URL of an API.`);
  }
  return url;
}

/**
 * Runs the checks with a user of their own, and prints a line for each.
 * @returns how many failed
 * @throws {RefusedDeployment} if the URL is none of an API
 */
export async function smokeTest(
  connection: Connection,
  typedUrl: string,
  print: (line: string) => void,
): Promise<number> {
  const url = signInUrl(typedUrl);
  return withSmokeUser(connection, async user => {
    let failures = 0;
    for (const check of checksOf(user)) {
      const problem = await problemOf(url, check).catch(
        (error: Error) => `none (${[error.message, codeOf(error.cause)].filter(Boolean).join(': ')})`,
      );
      print(problem === null ? `ok      ${check.what}` : `FAILED  ${check.what}: the answer was ${problem}`);
      if (problem !== null) failures += 1;
    }
    return failures;
  });
}
