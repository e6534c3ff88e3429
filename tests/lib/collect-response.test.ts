import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectResponse } from '../../lib/collect-response.ts';

const body = Buffer.from('{"Item":{"username":{"S":"größer"}}}');
const half = Math.floor(body.length / 2);

/** What a server does after the head of its response. */
const ways = {
  whole: (response: ServerResponse) => response.end(body),
  'in pieces': (response: ServerResponse) => {
    response.write(body.subarray(0, half), () => response.end(body.subarray(half)));
  },
  'cut before its body': (response: ServerResponse) => response.socket?.destroy(),
  'cut within its body': (response: ServerResponse) => {
    response.write(body.subarray(0, half), () => response.socket?.destroy());
  },
};

const server = createServer((request, response) => {
  response.writeHead(200, { 'content-length': body.length }).flushHeaders();
  response.write('', () =>
    ways[decodeURIComponent(request.url ?? '').slice(1) as keyof typeof ways](response),
  );
});
beforeAll(async () => {
  await once(server.listen(0, 'localhost'), 'listening');
});
afterAll(() => {
  server.close();
});

async function respond(way: keyof typeof ways): Promise<IncomingMessage> {
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  const [response] = await once(get(`http://localhost:${port}/${encodeURIComponent(way)}`), 'response');
  return response;
}

describe('a response of AWS', () => {
  it.each(['whole', 'in pieces'] as const)('is read to its end if it comes %s', async way => {
    expect(Buffer.from(await collectResponse(await respond(way)))).toEqual(body);
  });

  it.each(['cut before its body', 'cut within its body'] as const)(
    'is never a body if it is %s',
    async way => {
      await expect(collectResponse(await respond(way))).rejects.toThrow(/aborted|premature/i);
    },
  );
});
