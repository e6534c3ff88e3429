/** Makes the event of a request as an HTTP API does (payload 2.0). */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { MatchedRoute } from './match-route.ts';

/** Headers that are about one connection, and `cookie`, which an event has elsewhere. */
const leftOut = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'expect', 'cookie']);

/** Bodies of other types come in base64: `text/*`, JSON, XML and JavaScript are text to an HTTP API. */
const textType = /^(text\/.+|application\/(json|xml|javascript))$/;

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Names in lower case; values of headers that come more than once are joined by commas. */
function headersOf(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, values = []] of Object.entries(request.headersDistinct)) {
    if (!leftOut.has(name)) headers[name] = values.join(',');
  }
  return headers;
}

function textOf(body: Buffer, contentType: string | undefined): string | null {
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (!textType.test(mediaType)) return null;
  try {
    return strictUtf8.decode(body);
  } catch {
    return null;
  }
}

function bodyOf(body: Buffer, contentType: string | undefined) {
  if (body.length === 0) return { isBase64Encoded: false };
  const text = textOf(body, contentType);
  return text === null
    ? { body: body.toString('base64'), isBase64Encoded: true }
    : { body: text, isBase64Encoded: false };
}

function queryOf(rawQueryString: string) {
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    query[name] = Object.hasOwn(query, name) ? `${query[name]},${value}` : value;
  }
  return Object.keys(query).length === 0 ? {} : { queryStringParameters: query };
}

/** `24/Nov/2026:14:20:10 +0000` */
function timeOf(now: Date): string {
  const [, day, month, year, time] = now.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}

/** What of a request its event is made of. */
export interface RequestParts {
  readonly request: IncomingMessage;
  /** As it was sent, without the question mark. */
  readonly rawQueryString: string;
  /** Decoded, which an HTTP API does also with the one that it calls raw. */
  readonly rawPath: string;
  readonly route: MatchedRoute;
  readonly body: Buffer;
}

/** The event. */
export function lambdaEvent({ request, rawPath, rawQueryString, route, body }: RequestParts) {
  const headers = headersOf(request);
  const { host = '' } = headers;
  const sourceIp = request.socket.remoteAddress ?? '';
  const { routeKey, pathParameters } = route;
  const cookies = request.headers.cookie?.split('; ');
  const now = new Date();
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString,
    ...(cookies === undefined ? {} : { cookies }),
    headers: {
      ...headers,
      'x-amzn-trace-id': `Root=1-${Math.floor(now.getTime() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`,
      'x-forwarded-for': [headers['x-forwarded-for'], sourceIp].filter(Boolean).join(', '),
      'x-forwarded-port': String(request.socket.localPort),
      'x-forwarded-proto': 'http',
    },
    ...queryOf(rawQueryString),
    requestContext: {
      accountId: '000000000000',
      apiId: 'laptop',
      domainName: host,
      domainPrefix: host.split('.', 1)[0] ?? '',
      http: {
        method: request.method ?? '',
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomBytes(11).toString('base64'),
      routeKey,
      stage: '$default',
      time: timeOf(now),
      timeEpoch: now.getTime(),
    },
    ...(Object.keys(pathParameters).length === 0 ? {} : { pathParameters }),
    ...bodyOf(body, headers['content-type']),
  } satisfies APIGatewayProxyEventV2;
}
