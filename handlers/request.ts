/**
 * From an event of API Gateway to a JSON object, or to the refusal that the contract documents. Nothing of a request is
 * trusted here, and nothing of it gets into a message.
 */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { ErrorCode } from '../lib/errors.ts';

/** The fields of a body. What was `null` is absent, as the contract has it. */
export type Body = Readonly<Record<string, unknown>>;

/** A body, or why there is none. */
export type BodyOrRefusal =
  | { readonly ok: true; readonly body: Body }
  | { readonly ok: false; readonly code: ErrorCode };

/** More than any honest body of the contract, and little enough to parse for anybody who asks. */
const bodyMaxBytes = 8192;
const base64MaxCharacters = Math.ceil(bodyMaxBytes / 3) * 4;

/** Strict base64 (RFC 4648 section 4); Node's decoder would skip over what does not belong there. */
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Fatal: bytes that are not UTF-8 are refused. The byte order mark stays, and JSON refuses it. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A header's value, whatever the case of its name; API Gateway sends lower case, a saved event may not. */
export function headerOf(event: APIGatewayProxyEventV2, name: string): string | undefined {
  return Object.entries(event.headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
}

function isJson(contentType: string | undefined): boolean {
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return mediaType === '' || mediaType === 'application/json';
}

/** The bytes of the body, or why there are none that can be read. */
function bytesOf({ body, isBase64Encoded }: APIGatewayProxyEventV2): Buffer | ErrorCode {
  if (typeof body !== 'string') return 'invalid_json';
  // Before anything else is done with it: a text has no fewer bytes than characters.
  if (body.length > (isBase64Encoded ? base64MaxCharacters : bodyMaxBytes)) return 'body_too_large';
  if (isBase64Encoded ? !base64.test(body) : !body.isWellFormed()) return 'invalid_json';
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  return bytes.length > bodyMaxBytes ? 'body_too_large' : bytes;
}

function parseObject(bytes: Buffer): Body | null {
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch {
    // The cause quotes the body, password and all.
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null));
}

/** The JSON object that a request carries. */
export function readBody(event: APIGatewayProxyEventV2): BodyOrRefusal {
  if (!isJson(headerOf(event, 'content-type'))) return { ok: false, code: 'unsupported_media_type' };
  const bytes = bytesOf(event);
  if (typeof bytes === 'string') return { ok: false, code: bytes };
  const body = parseObject(bytes);
  return body === null ? { ok: false, code: 'invalid_json' } : { ok: true, body };
}
