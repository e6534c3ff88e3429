/**
 * The API of `npm start` with a function of the test: its events, edits of its code, its failures, parallel requests.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, startHttpApi } from '../../dev/http-api/start-http-api.ts';
import { freePort } from '../support/serverless-command.ts';

const internalServerError = { status: 500, body: '{"message":"Internal Server Error"}' };

let folder: string;
let url: string;
let laptop: RunningApi;

const edit = (code: string) => writeFile(join(folder, 'function.ts'), code);

async function call(path = '/echo', init: RequestInit = {}) {
  const response = await fetch(`${url}${path}`, { method: 'POST', ...init });
  return { status: response.status, body: await response.text() };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signin-laptop-'));
  await edit('export const handler = async () => ({ statusCode: 200, body: "first" });');
  const port = await freePort();
  url = `http://localhost:${port}`;
  const service = {
    provider: { region: 'local', memorySize: 128, timeout: 2, httpApi: { cors: false }, environment: {} },
    functions: {
      only: {
        name: 'test-function',
        handler: 'function.handler',
        events: [
          { httpApi: 'POST /echo' },
          { httpApi: 'DELETE /things/{id}' },
          { httpApi: 'DELETE /things/all' },
        ],
      },
    },
    custom: { esbuild: { bundle: true, format: 'cjs', target: 'node24', exclude: [] } },
  } as const;
  laptop = await startHttpApi(folder, service, { GIVEN: 'yes' }, port);
});

afterAll(async () => {
  await laptop.end();
  await rm(folder, { recursive: true });
});

describe('an edit of the code', () => {
  it('takes effect with the next request', async () => {
    expect(await call()).toEqual({ status: 200, body: 'first' });
    for (const word of ['second', 'third!', 'fourth']) {
      await edit(`export const handler = async () => ({ statusCode: 200, body: "${word}" });`);
      expect(await call()).toEqual({ status: 200, body: word });
    }
  });

  it.each([
    ['cannot be parsed', 'export const handler = async () => ({'],
    ['throws as it is loaded', 'throw new Error("a bad setting"); export const handler = 1;'],
    ['ends as it is loaded', 'process.exit(1); export const handler = 1;'],
    ['has no such export', 'export const other = 1;'],
  ])('is answered with 500 until it is corrected, if the code %s', async (_case, code) => {
    await edit(code);
    expect(await call()).toEqual(internalServerError);
    await edit('export const handler = async () => ({ statusCode: 200, body: "mended" });');
    expect(await call()).toEqual({ status: 200, body: 'mended' });
  });
});

describe('the function', () => {
  it.each([
    ['throws', 'throw new Error("broken")'],
    ['runs out of time', 'await new Promise(resolve => setTimeout(resolve, 60_000))'],
    ['never lets go', 'for (;;);'],
    ['ends its process', 'process.exit(0)'],
    ['answers no status', 'return { statusCode: "none" }'],
  ])('is answered with 500 and called again if it %s', async (_case, statement) => {
    await edit(
      `export const handler = async event => { if (event.body === "bad") { ${statement} } return "fine"; };`,
    );
    const headers = { 'content-type': 'text/plain' };
    expect(await call('/echo', { body: 'bad', headers })).toEqual(internalServerError);
    expect(await call('/echo', { body: 'good', headers })).toEqual({ status: 200, body: 'fine' });
  });

  it('is called once at a time in each instance, and has an instance for each core, four at most', async () => {
    await edit(`
      import { threadId } from 'node:worker_threads';
      let running = 0;
      export const handler = async () => {
        running += 1;
        await new Promise(resolve => setTimeout(resolve, 5));
        const body = JSON.stringify({ threadId, running });
        running -= 1;
        return { statusCode: 200, body };
      };`);
    const replies = await Promise.all(Array.from({ length: 50 }, () => call()));
    const seen = replies.map(({ body }) => JSON.parse(body));
    expect(seen.every(({ running }) => running === 1)).toBe(true);
    const instances = new Set(seen.map(({ threadId }) => threadId));
    expect(instances.size).toBeLessThanOrEqual(Math.min(availableParallelism(), 4));
  });
});

describe('the environment and the event of the function', () => {
  const echo = 'export const handler = async event => ({ statusCode: 200, body: JSON.stringify(event) });';

  it('gets its own environment and nothing of the shell', async () => {
    await edit(
      'export const handler = async () => ({ statusCode: 200, body: JSON.stringify(process.env) });',
    );
    expect(JSON.parse((await call()).body)).toEqual({ GIVEN: 'yes' });
  });

  it('gets headers, cookies, query and body as an HTTP API hands them on', async () => {
    await edit(echo);
    const text = await new Promise<string>((resolve, reject) => {
      const path = '/echo?a=1&b=x%20y&a=2';
      const sent = request(new URL(url), { method: 'POST', path }, async response => {
        resolve(Buffer.concat(await response.toArray()).toString());
      });
      sent.setHeader('X-Twice', ['one', 'two']);
      sent.setHeader('Cookie', 'first=1; second=2');
      sent.setHeader('Content-Type', 'Application/JSON; charset=utf-8');
      sent.on('error', reject).end('{"ü":1}');
    });
    const event = JSON.parse(text);
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /echo',
      rawPath: '/echo',
      rawQueryString: 'a=1&b=x%20y&a=2',
      queryStringParameters: { a: '1,2', b: 'x y' },
      cookies: ['first=1', 'second=2'],
      headers: { 'x-twice': 'one,two', 'content-type': 'Application/JSON; charset=utf-8' },
      body: '{"ü":1}',
      isBase64Encoded: false,
      requestContext: {
        http: {
          method: 'POST',
          path: '/echo',
          protocol: 'HTTP/1.1',
          sourceIp: expect.stringMatching(/^(127\.0\.0\.1|::1)$/),
        },
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      },
    });
    expect(event.headers).not.toHaveProperty('cookie');
    expect(event).not.toHaveProperty('pathParameters');
  });

  it.each([
    ['bytes', 'application/octet-stream', Buffer.from([0xff, 0])],
    ['a form', 'application/x-www-form-urlencoded', Buffer.from('a=1')],
    ['broken UTF-8', 'application/json', Buffer.from([0x22, 0xff, 0x22])],
  ])('gets %s in base64', async (_case, type, body) => {
    const reply = await call('/echo', { body, headers: { 'content-type': type } });
    expect(JSON.parse(reply.body)).toMatchObject({ body: body.toString('base64'), isBase64Encoded: true });
  });

  it('gets no body where there is none', async () => {
    expect(JSON.parse((await call()).body)).not.toHaveProperty('body');
  });

  it('gets the parameters of a path decoded, and the route without parameters first', async () => {
    const method = 'DELETE';
    const one = JSON.parse((await call('/things/a%20b', { method })).body);
    expect(one).toMatchObject({ routeKey: 'DELETE /things/{id}', pathParameters: { id: 'a b' } });
    const all = JSON.parse((await call('/things/all', { method })).body);
    expect(all.routeKey).toBe('DELETE /things/all');
  });
});
