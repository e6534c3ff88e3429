/** The headers of every response. */

/** docs/signin.md, "Envelope". ASVS 5.0: 4.1.1 charset, 14.3.2 no caching, 3.4.4 nosniff, 3.4.1 HSTS of two years. */
export const responseHeaders = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'strict-transport-security': 'max-age=63072000',
};
