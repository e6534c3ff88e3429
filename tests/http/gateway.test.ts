/**
 * What an HTTP API of API Gateway does before and after the function, and `npm start` does too. A former version
 * accepted more than API Gateway, so that what worked on a laptop failed on AWS.
 */
import { request } from 'node:http';
import { describe, expect, inject, it } from 'vitest';

const base = inject('apiUrl');
const credentials = { username: 'st.huber', password: 'Password1234!' };

/** Sends the path and the headers as they are. `fetch` would correct them. */
function send(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string | Uint8Array,
) {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
    (resolve, reject) => {
      const sent = request(new URL(base), { method, path, headers }, response => {
        const chunks: Buffer[] = [];
        response.on('data', chunk => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      });
      sent.on('error', reject).end(body);
    },
  );
}

const json = { 'content-type': 'application/json' };
const signIn = (body: string | Uint8Array, headers: Record<string, string> = json) =>
  send('POST', '/api/auth/signin', headers, body);

const notFound = {
  status: 404,
  headers: { 'content-type': 'application/json' },
  text: '{"message":"Not Found"}',
};

describe('the routes', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/api/auth/signin'],
    ['POST', '/api/auth/signin/'],
    ['POST', '//api/auth/signin'],
    ['POST', '/api/auth/SignIn'],
    ['POST', '/api/auth/sign%69n'],
    ['POST', '/api/auth/./signin'],
    ['DELETE', '/api/auth/sessions/'],
    ['DELETE', '/api/auth/sessions/x/'],
    ['DELETE', '/api/auth/sessions/%zz'],
  ])('answer %s %s with 404, as they do on AWS', async (method, path) => {
    expect(await send(method, path)).toMatchObject(notFound);
  });

  it('keep all sessions if an id is empty', async () => {
    const signedIn = JSON.parse(
      (await signIn(JSON.stringify({ ...credentials, stay_logged_in: true }))).text,
    );
    const authorization = `Bearer ${signedIn.token}`;
    expect(await send('DELETE', '/api/auth/sessions/', { authorization })).toMatchObject(notFound);
    const list = await send('GET', '/api/auth/sessions', { authorization });
    expect(JSON.parse(list.text).sessions.length).toBeGreaterThanOrEqual(1);
  });

  it('do not answer HEAD, even if they answer GET', async () => {
    expect(await send('HEAD', '/api/auth/sessions')).toMatchObject({ status: 404, text: '' });
  });
});

describe('a body', () => {
  const invalid = (text: string) => expect(JSON.parse(text)).toMatchObject({ error_code: 'invalid_json' });

  it('is refused if it is JSON in a JSON string', async () => {
    const { status, text } = await signIn(JSON.stringify(JSON.stringify(credentials)));
    expect(status).toBe(400);
    invalid(text);
  });

  it('is refused if it is not UTF-8', async () => {
    const bytes = Buffer.from(JSON.stringify({ ...credentials, session_information: 'ÿ' }), 'latin1');
    const { status, text } = await signIn(bytes);
    expect(status).toBe(400);
    invalid(text);
  });

  it.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'image/png', 'text/xml'])(
    'is refused if its type is %s',
    async type => {
      const { status, text } = await signIn(JSON.stringify(credentials), { 'content-type': type });
      expect(status).toBe(415);
      expect(JSON.parse(text)).toMatchObject({ error_code: 'unsupported_media_type' });
    },
  );

  it('does not reach the function if it has more than 10 MB', async () => {
    const { status, text } = await signIn(Buffer.alloc(10 * 1024 * 1024 + 1, ' '));
    expect({ status, text }).toEqual({ status: 413, text: '{"message":"Request Entity Too Large"}' });
  });

  it('leaves the connection usable for later requests if it has more than 10 MB', async () => {
    const url = `${inject('apiUrl')}/api/auth/signin`;
    for (let nth = 0; nth < 4; nth++) {
      const body = Buffer.alloc(12 * 1024 * 1024, ' ');
      const response = await fetch(url, { method: 'POST', headers: json, body });
      expect(response.status).toBe(413);
      await response.text();
    }
    expect((await fetch(url, { method: 'POST', headers: json, body: '{}' })).status).toBe(400);
  });
});

describe('CORS', () => {
  it('names an allowed origin in responses, and the headers that it may read', async () => {
    const origin = 'http://localhost:5173';
    const { headers } = await signIn('{}', { ...json, origin });
    expect(headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'retry-after,x-device-token',
    });
  });

  it.each(['https://evil.example', 'null'])('names no origin to %s', async origin => {
    const { headers } = await signIn('{}', { ...json, origin });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('names no origin to a client that is not a browser', async () => {
    expect((await signIn('{}')).headers).not.toHaveProperty('access-control-allow-origin');
  });
});
