/**
 * How a device token travels. Browsers keep a cookie for each user and send it by themselves; apps, and pages of another
 * origin, keep the header of the answer and send it back.
 */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import {
  deviceTokenLength,
  deviceTokenMaxAgeSeconds,
  type IssuedDeviceToken,
} from '../../lib/rate-limit/device-token.ts';
import { headerOf } from './request-header.ts';
import type { HttpResponse } from './response.ts';

/** The header of requests and of answers. */
const header = 'x-device-token';

/** `__Host-`: only this host can set it, over HTTPS (RFC 6265bis section 4.1.3.2). */
const cookiePrefix = '__Host-device-';

const cookiePattern = /^__Host-device-[\w-]{12}$/;

/** So many users of one browser each keep theirs: 16 cookies take 2 of the 10 KB of headers that API Gateway takes. */
const maxCookies = 16;

/** Twice as many are read, in case a browser has more; what comes after them is not looked at. */
const maxCookiesRead = 2 * maxCookies;

interface Cookie {
  readonly name: string;
  readonly value: string;
}

/** The device cookies of a request, whatever else is there. */
function deviceCookiesOf({ cookies = [] }: APIGatewayProxyEventV2): Cookie[] {
  const found: Cookie[] = [];
  for (const text of cookies) {
    if (found.length === maxCookiesRead) break;
    const end = text.indexOf('=');
    const [name, value] = [text.slice(0, end), text.slice(end + 1)];
    if (cookiePattern.test(name) && value.length === deviceTokenLength) found.push({ name, value });
  }
  return found;
}

/** The texts of a request that may be device tokens. */
export function shownDeviceTokens(event: APIGatewayProxyEventV2): readonly string[] {
  const sent = headerOf(event, header);
  const values = deviceCookiesOf(event).map(({ value }) => value);
  return sent?.length === deviceTokenLength ? [sent, ...values] : values;
}

const attributes = 'Path=/; Secure; HttpOnly; SameSite=Strict';

/** When the token in a cookie ends, as it says itself. */
const expiryIn = ({ value }: Cookie): number => Number(value.split('.', 2)[1]);

/** The other cookies that have to go, those first that would end first. */
function surplusOf(event: APIGatewayProxyEventV2, newName: string): string[] {
  const others = deviceCookiesOf(event).filter(({ name }) => name !== newName);
  return others
    .toSorted((a, b) => expiryIn(b) - expiryIn(a))
    .slice(maxCookies - 1)
    .map(({ name }) => name);
}

/** The response with the device token, as a header and as a cookie. */
export function withDeviceToken(
  response: HttpResponse,
  { token, userTag }: IssuedDeviceToken,
  event: APIGatewayProxyEventV2,
): HttpResponse {
  const name = `${cookiePrefix}${userTag}`;
  return {
    ...response,
    headers: { ...response.headers, [header]: token },
    cookies: [
      `${name}=${token}; Max-Age=${deviceTokenMaxAgeSeconds}; ${attributes}`,
      ...surplusOf(event, name).map(surplus => `${surplus}=; Max-Age=0; ${attributes}`),
    ],
  };
}
