/** Bodies that no route accepts. */
import { describe, expect, it } from 'vitest';
import { promisedHeaders, url } from '../support/requests-over-http.ts';

describe.each(['signin', 'changePasswordAfterSignin', 'changePassword', 'IamLoggedIn', 'signout'])(
  'POST /api/auth/%s',
  route => {
    it.each([
      ['no JSON', '{', 'application/json', 400, 'invalid_json'],
      ['an empty body', '', 'application/json', 400, 'invalid_json'],
      ['no field', '{}', 'application/json', 400, 'validation_failed'],
      ['more than 8 KiB', JSON.stringify({ x: 'x'.repeat(8192) }), 'application/json', 413, 'body_too_large'],
      ['another content type', '{}', 'text/plain', 415, 'unsupported_media_type'],
    ])('refuses %s', async (_case, body, contentType, status, error_code) => {
      const headers = { 'content-type': contentType };
      const response = await fetch(`${url}/${route}`, { method: 'POST', headers, body });
      expect(response.status).toBe(status);
      expect(Object.fromEntries(response.headers)).toMatchObject(promisedHeaders);
      expect(await response.json()).toMatchObject({ msg: expect.any(String), error_code });
    });
  },
);
