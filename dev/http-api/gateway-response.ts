/** What an HTTP API answers: the function's result as a response (payload 2.0), or a message of its own. */
import type { OutgoingHttpHeaders } from 'node:http';

/** An answer before CORS headers. */
export interface GatewayAnswer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** An answer of the gateway itself, such as 404 `{"message":"Not Found"}`. */
export function gatewayMessage(status: number, message: string): GatewayAnswer {
  const headers = { 'content-type': 'application/json' };
  return { status, headers, body: Buffer.from(JSON.stringify({ message })) };
}

/** The answer if the function failed, did not end in time or could not be loaded. */
export const internalServerError = gatewayMessage(500, 'Internal Server Error');

/** A structured result of a function, not checked yet. */
interface StructuredResult {
  readonly statusCode: unknown;
  readonly headers?: Readonly<Record<string, string | number | boolean>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

function isStructured(result: unknown): result is StructuredResult {
  return typeof result === 'object' && result !== null && 'statusCode' in result;
}

/** The gateway's own CORS settings stand in for what a function says. */
function headersOf({ headers = {}, cookies = [] }: StructuredResult): OutgoingHttpHeaders {
  const own = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), String(value)] as const)
    .filter(([name]) => !name.startsWith('access-control-') && name !== 'content-length');
  return {
    'content-type': 'text/plain;charset=UTF-8',
    ...Object.fromEntries(own),
    ...(cookies.length === 0 ? {} : { 'set-cookie': [...cookies] }),
  };
}

/** The answer of a result. One without `statusCode` is a body of JSON; a status that is none is a failure. */
export function gatewayAnswer(result: unknown): GatewayAnswer {
  if (!isStructured(result)) {
    const body = typeof result === 'string' ? result : JSON.stringify(result ?? null);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) };
  }
  const status = Number(result.statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return internalServerError;
  const encoding = result.isBase64Encoded === true ? 'base64' : 'utf8';
  return { status, headers: headersOf(result), body: Buffer.from(result.body ?? '', encoding) };
}
