/**
 * Reads the body of a request as a JSON object: content type, size, base64, UTF-8 and JSON are checked here. Nothing of
 * the request gets into a message.
 */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { bodyMaxBytes } from './body-size-limit.ts';
import type { ErrorCode } from './error-messages.ts';
import { headerOf } from './request-header.ts';

/** The fields of a body. A field that is `null` counts as absent (docs/signin.md, "Bodies"). */
export type Body = Readonly<Record<string, unknown>>;

/** A body, or why there is none. */
export type BodyOrError =
  | { readonly ok: true; readonly body: Body }
  | { readonly ok: false; readonly code: ErrorCode };

const base64MaxCharacters = Math.ceil(bodyMaxBytes / 3) * 4;

/** Strict base64 (RFC 4648 section 4). Node's decoder would skip invalid characters. */
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Fatal: bytes that are not UTF-8 are refused. A byte order mark stays, and JSON.parse refuses it. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A body without a content type is none of JSON: browsers send bytes and untyped blobs to other sites without one and
 * without a preflight, from the address of whoever looks at a page
 * (https://fetch.spec.whatwg.org/#cors-safelisted-request-header).
 */
function isJson(contentType: string | undefined): boolean {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json';
}

/** The bytes of the body, or the error. */
function bytesOf({ body, isBase64Encoded }: APIGatewayProxyEventV2): Buffer | ErrorCode {
  if (typeof body !== 'string') return 'invalid_json';
  // Checked first, because it is cheap: a text never has fewer bytes than characters.
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
    // The error is dropped because its message quotes the body, password included.
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null));
}

/** The JSON object in the body of a request. */
export function readBody(event: APIGatewayProxyEventV2): BodyOrError {
  if (!isJson(headerOf(event, 'content-type'))) return { ok: false, code: 'unsupported_media_type' };
  const bytes = bytesOf(event);
  if (typeof bytes === 'string') return { ok: false, code: bytes };
  const body = parseObject(bytes);
  return body === null ? { ok: false, code: 'invalid_json' } : { ok: true, body };
}
