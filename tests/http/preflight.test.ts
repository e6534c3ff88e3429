/** Which browser origins may call the API of `npm start`. */
import { describe, expect, inject, it } from 'vitest';

const url = `${inject('apiUrl')}/api/auth/signin`;

describe('the preflight of a browser', () => {
  const preflight = (origin: string) =>
    fetch(url, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-device-token',
      },
    });

  it.each(['http://localhost:5173', 'http://localhost:8080', 'http://127.0.0.1:3001'])(
    'allows the origin %s',
    async origin => {
      const { status, headers } = await preflight(origin);
      expect(status).toBe(204);
      expect(headers.get('access-control-allow-origin')).toBe(origin);
      expect(headers.get('access-control-allow-methods')).toBe('GET,POST,DELETE');
      expect(headers.get('access-control-allow-headers')).toBe('content-type,authorization,x-device-token');
      expect(headers.get('access-control-expose-headers')).toBe('retry-after,x-device-token');
      expect(headers.get('access-control-allow-credentials')).toBeNull();
    },
  );

  it.each(['https://evil.example', 'null', 'http://localhost.evil.example:80', 'https://localhost:5173'])(
    'does not allow the origin %s',
    async origin => {
      expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull();
    },
  );
});
