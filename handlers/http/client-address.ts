/**
 * The address of the client. API Gateway reports it as `sourceIp`, which a client cannot forge. Behind a proxy such as
 * CloudFront, `sourceIp` is the proxy's and all clients would share it; so a header of a proxy that the operator trusts
 * replaces it, if the request also carries the proxy's secret.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { TrustedProxy } from '../../lib/settings/parse-settings.ts';
import { headerOf } from './request-header.ts';

/** The header with the proxy's secret. */
const secretHeader = 'x-signin-proxy-secret';

/** The client's address of a request. */
export type ClientAddress = (event: APIGatewayProxyEventV2) => string;

/**
 * The address in a header; null if the header holds anything but one address. CloudFront appends the port, also to an
 * IPv6 address without brackets (`2001:db8::1:46532`). Others write `192.0.2.1:443` or `[2001:db8::1]:443`.
 */
function parseAddress(header: string, value: string): string | null {
  const hasPort =
    header === 'cloudfront-viewer-address' || /^[^:]+:\d+$/.test(value) || value.startsWith('[');
  const address = (hasPort ? value.replace(/:\d+$/, '') : value).replace(/^\[(.*)\]$/, '$1');
  return isIP(address) === 0 ? null : address;
}

function hasProxySecret(event: APIGatewayProxyEventV2, proxy: TrustedProxy): boolean {
  const received = createHash('sha256')
    .update(headerOf(event, secretHeader) ?? '')
    .digest();
  return proxy.secretHashes.some(hash => timingSafeEqual(received, hash));
}

/** Without a trusted proxy, headers are ignored. */
export function createClientAddress(proxy: TrustedProxy | null): ClientAddress {
  return event => {
    const { sourceIp } = event.requestContext.http;
    if (proxy === null || !hasProxySecret(event, proxy)) return sourceIp;
    const { addressHeader } = proxy;
    return parseAddress(addressHeader, headerOf(event, addressHeader)?.trim() ?? '') ?? sourceIp;
  };
}
