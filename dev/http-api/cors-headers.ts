/** The CORS headers that an HTTP API adds to its answers. */
import type { OutgoingHttpHeaders } from 'node:http';
import type { Cors } from './api-configuration.ts';

function allows({ allowedOrigins }: Cors, origin: string): boolean {
  return allowedOrigins.some(allowed => {
    const [start = '', end] = allowed.split('*', 2);
    if (end === undefined) return origin === allowed;
    return origin.length >= start.length + end.length && origin.startsWith(start) && origin.endsWith(end);
  });
}

/** For any answer. None, unless the request names an origin that is allowed. */
export function corsHeaders(cors: Cors | null, origin: string | undefined): OutgoingHttpHeaders {
  if (cors === null || origin === undefined || !allows(cors, origin)) return {};
  const { exposedResponseHeaders = [] } = cors;
  return {
    'access-control-allow-origin': origin,
    ...(exposedResponseHeaders.length === 0
      ? {}
      : { 'access-control-expose-headers': exposedResponseHeaders.join(',') }),
  };
}

/** For the answer to a preflight. */
export function preflightHeaders(cors: Cors, origin: string | undefined): OutgoingHttpHeaders {
  const headers = corsHeaders(cors, origin);
  if (headers['access-control-allow-origin'] === undefined) return {};
  const { allowedMethods = [], allowedHeaders = [], maxAge } = cors;
  return {
    ...headers,
    'access-control-allow-methods': allowedMethods.join(','),
    'access-control-allow-headers': allowedHeaders.join(','),
    ...(maxAge === undefined ? {} : { 'access-control-max-age': String(maxAge) }),
  };
}
