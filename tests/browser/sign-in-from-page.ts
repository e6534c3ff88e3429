/** A sign-in by the script of a page. */
import type { Page } from 'playwright-core';

/** What the script sees of the answer. */
interface SeenAnswer {
  readonly status: number;
  readonly setCookie: string | null;
  readonly deviceToken: string | null;
}

interface SignIn {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** With `include`, the browser also sends cookies to another origin, if that allows it. */
  readonly credentials?: 'include' | 'same-origin';
  readonly deviceToken?: string | null;
}

/** Signs in; null if the browser keeps the request, or the answer, from the page. */
export const signInFromPage = (
  page: Page,
  { url, username, password, credentials = 'include', deviceToken = null }: SignIn,
): Promise<SeenAnswer | null> =>
  page.evaluate(
    async ([to, init]) => {
      try {
        const { status, headers } = await fetch(to, init);
        const [setCookie, device] = [headers.get('set-cookie'), headers.get('x-device-token')];
        return { status, setCookie, deviceToken: device };
      } catch {
        return null;
      }
    },
    [
      url,
      {
        method: 'POST',
        credentials,
        headers: {
          'content-type': 'application/json',
          ...(deviceToken === null ? {} : { 'x-device-token': deviceToken }),
        },
        body: JSON.stringify({ username, password }),
      },
    ] as const,
  );
