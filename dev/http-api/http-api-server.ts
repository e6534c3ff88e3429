/** A small HTTP API of API Gateway: finds the route, makes the event, calls the function, and answers. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import type { ApiConfiguration } from './api-configuration.ts';
import { corsHeaders, preflightHeaders } from './cors-headers.ts';
import {
  type GatewayAnswer,
  gatewayAnswer,
  gatewayMessage,
  internalServerError,
} from './gateway-response.ts';
import { lambdaEvent } from './lambda-event.ts';
import { matchRoute } from './match-route.ts';

/** The most that an HTTP API takes. */
const gatewayBodyMaxBytes = 10 * 1024 * 1024;

/** Longer than clients keep a connection that they do not use, so that none writes to a closed one. */
const keepAliveMs = 60_000;

/** The body; null if it is too long. It is read to its end all the same, so that the connection can be used again. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes <= gatewayBodyMaxBytes) chunks.push(chunk as Buffer);
  }
  return bytes <= gatewayBodyMaxBytes ? Buffer.concat(chunks) : null;
}

/** The server; it does not listen yet. */
export function createHttpApi(
  { routeKeys, cors }: Pick<ApiConfiguration, 'routeKeys' | 'cors'>,
  invoke: (event: unknown) => Promise<unknown>,
): Server {
  async function answerOf(request: IncomingMessage): Promise<GatewayAnswer> {
    const { method = '', url = '', headers } = request;
    if (method === 'OPTIONS' && cors !== null) {
      return { status: 204, headers: preflightHeaders(cors, headers.origin), body: Buffer.alloc(0) };
    }
    const [path = '', rawQueryString = ''] = url.split(/\?(.*)/s, 2);
    const route = matchRoute(routeKeys, method, path);
    if (route === null) return gatewayMessage(404, 'Not Found');
    const body = await readBody(request);
    if (body === null) return gatewayMessage(413, 'Request Entity Too Large');
    // The route fits, so the path can be decoded.
    const rawPath = decodeURIComponent(path);
    try {
      return gatewayAnswer(await invoke(lambdaEvent({ request, rawPath, rawQueryString, route, body })));
    } catch (error) {
      process.stderr.write(`${inspect(error)}\n`);
      return internalServerError;
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = ({ status, headers, body }: GatewayAnswer) => {
      const length = status === 204 ? {} : { 'content-length': body.length };
      response.writeHead(status, { ...headers, ...length, ...corsHeaders(cors, request.headers.origin) });
      response.end(body);
    };
    try {
      send(await answerOf(request));
    } catch (error) {
      // The function returned a status or a header that cannot be sent, or the connection broke.
      process.stderr.write(`${inspect(error)}\n`);
      if (!response.headersSent && !request.destroyed) send(internalServerError);
      else response.destroy();
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = keepAliveMs;
  return server;
}
