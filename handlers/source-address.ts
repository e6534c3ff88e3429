/**
 * The address that a request comes from: the one that API Gateway saw, which nobody can forge. Behind a proxy such as
 * CloudFront that is the proxy's, and all clients would share it; so a header of a proxy that the operator trusts takes
 * its place, if the proxy's secret comes with it.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { TrustedProxy } from '../lib/settings.ts';
import { headerOf } from './request.ts';

/** The header in which the proxy shows its secret. */
const secretHeader = 'x-signin-proxy-secret';

/** Tells where a request comes from. */
export type SourceAddress = (event: APIGatewayProxyEventV2) => string;

/**
 * The one address in a header; null where there is anything else. CloudFront adds the port, also to an IPv6 address
 * without brackets (`2001:db8::1:46532`); others write `192.0.2.1:443` or `[2001:db8::1]:443`.
 */
function addressIn(header: string, value: string): string | null {
  const hasPort =
    header === 'cloudfront-viewer-address' || /^[^:]+:\d+$/.test(value) || value.startsWith('[');
  const address = (hasPort ? value.replace(/:\d+$/, '') : value).replace(/^\[(.*)\]$/, '$1');
  return isIP(address) === 0 ? null : address;
}

function isTrusted(event: APIGatewayProxyEventV2, proxy: TrustedProxy): boolean {
  const shown = createHash('sha256')
    .update(headerOf(event, secretHeader) ?? '')
    .digest();
  return proxy.secretHashes.some(hash => timingSafeEqual(shown, hash));
}

/** Without a trusted proxy, no header counts. */
export function createSourceAddress(proxy: TrustedProxy | null): SourceAddress {
  return event => {
    const seen = event.requestContext.http.sourceIp;
    if (proxy === null || !isTrusted(event, proxy)) return seen;
    return addressIn(proxy.addressHeader, headerOf(event, proxy.addressHeader)?.trim() ?? '') ?? seen;
  };
}
