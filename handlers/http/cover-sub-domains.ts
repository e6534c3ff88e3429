/** HSTS for the sub-domains of the API's domain, if the operator wants that. */
import type { HttpResponse } from './response.ts';
import { responseHeaders } from './response-headers.ts';

const hsts = 'strict-transport-security';

/** The response with `includeSubDomains` (RFC 6797 section 6.1.2): browsers then call no sub-domain over plain HTTP either. */
export function coverSubDomains(response: HttpResponse): HttpResponse {
  return {
    ...response,
    headers: { ...response.headers, [hsts]: `${responseHeaders[hsts]}; includeSubDomains` },
  };
}
