/** From an event to a valid body, or to the response that the contract documents. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as v from 'valibot';
import { type Body, readBody } from './json-body.ts';
import { errorResponse } from './response.ts';
import type { RouteResult } from './route-request.ts';

/** Sentences by field. They are our own: valibot's would quote the value, and a value can be a password. */
type FieldErrors = Readonly<Record<string, readonly string[]>>;

/** A valid body, or the sentences about its fields. */
type Validated<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: FieldErrors };

/** Checks a body, and says for each field all that is wrong with it. */
function validate<T extends v.GenericSchema>(schema: T, body: Body): Validated<v.InferOutput<T>> {
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return { ok: true, value: parsed.output };
  const errors: Record<string, string[]> = {};
  for (const { path, message } of parsed.issues) {
    const field = String(path?.[0]?.key);
    errors[field] = [...(errors[field] ?? []), `${field} ${message}`];
  }
  return { ok: false, errors };
}

/** A valid body, or the result to return. */
export type ValidBody<T> =
  | { readonly ok: true; readonly body: T }
  | { readonly ok: false; readonly result: RouteResult };

/** The result for a request with invalid fields. */
export function validationFailed(errors: FieldErrors): RouteResult {
  return { response: errorResponse('validation_failed', { errors }), outcome: 'validation_failed' };
}

/** Reads and checks the body of a request. */
export function readValidBody<T extends v.GenericSchema>(
  event: APIGatewayProxyEventV2,
  schema: T,
): ValidBody<v.InferOutput<T>> {
  const read = readBody(event);
  if (!read.ok) return { ok: false, result: { response: errorResponse(read.code), outcome: read.code } };
  const validated = validate(schema, read.body);
  return validated.ok
    ? { ok: true, body: validated.value }
    : { ok: false, result: validationFailed(validated.errors) };
}
