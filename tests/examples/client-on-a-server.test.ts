/** The sample client against a server that breaks off or hands out empty texts. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { nextStep, SignInClient, SignInError } from '../../examples/client.ts';

const ends: (() => void)[] = [];

/** A server whose every answer is the given one; the paths it was asked for. */
async function startServer(answer: RequestListener) {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(`${request.method} ${request.url}`);
    answer(request, response);
  }).listen(0, 'localhost');
  await once(server, 'listening');
  ends.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { url: `http://localhost:${port}`, paths };
}

/** What some stores have for nothing: an empty text, or what a `Map` says. */
const storeOf = (kept: unknown) => ({
  load: async () => kept as string | null,
  save: async () => {},
  clear: async () => {},
});

const failureOf = async (work: Promise<unknown>): Promise<SignInError> => {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof SignInError)) throw error;
  return error;
};

const credentials = { username: 'A', password: 'p' };

afterEach(() => {
  for (const end of ends.splice(0)) end();
});

it('takes an answer that breaks off for the network, not for another address, and keeps the cause', async () => {
  const { url } = await startServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
    response.write('{"token":', () => response.destroy());
  });
  const failure = await failureOf(new SignInClient(url, storeOf(null)).signIn(credentials));
  expect(nextStep(failure)).toBe('check the network');
  expect(failure.cause).toBeInstanceOf(TypeError);
});

it('takes an empty token for no sign-in', async () => {
  const { url } = await startServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"token":""}');
  });
  const failure = await failureOf(new SignInClient(url, storeOf(null)).signIn(credentials));
  expect(nextStep(failure)).toBe('check the address');
});

it.each([
  ['an empty text', ''],
  ['nothing', undefined],
])('sends no session token if the store has %s', async (_case, kept) => {
  const { url, paths } = await startServer((_request, response) => {
    const problem = { msg: 'Validation failed', error_code: 'validation_failed' };
    response.writeHead(422, { 'content-type': 'application/json' }).end(JSON.stringify(problem));
  });
  const client = new SignInClient(url, storeOf(kept));
  expect(nextStep(await failureOf(client.token()))).toBe('sign in');
  await client.signOut();
  expect(paths).toEqual([]);
});
