/** How long the sample client says to wait. The defect: not at all, where a proxy sends an empty or a negative time. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { nextStep, SignInClient, SignInError } from '../../examples/client.ts';

let server: Server;
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

const store = { load: async () => null, save: async () => {}, clear: async () => {} };

it.each([
  ['2', 2],
  ['0', 0],
  ['', null],
  ['-5', null],
  ['Infinity', null],
  ['soon', null],
])('the time of retry-after: %j is %j', async (retryAfter, seconds) => {
  server = createServer((_request, response) => {
    response.writeHead(503, { 'retry-after': retryAfter }).end('{"message":"Service Unavailable"}');
  }).listen(0, 'localhost');
  await once(server, 'listening');
  // A server that listens on a port has an address with one.
  const client = new SignInClient(`http://localhost:${(server.address() as AddressInfo).port}/`, store);
  const failure = await client.signIn({ username: 'A', password: 'p' }).catch((error: unknown) => error);
  if (!(failure instanceof SignInError)) throw failure;
  expect(nextStep(failure)).toBe('wait and try again');
  expect(failure.retryAfterSeconds).toBe(seconds);
});
