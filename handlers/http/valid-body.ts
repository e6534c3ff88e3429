/** From an event to a valid body, or to the response that the contract documents. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as v from 'valibot';
import { readBody } from './request-body.ts';
import { errorResponse } from './response.ts';
import type { RouteResult } from './route.ts';
import { type FieldErrors, validate } from './validation.ts';

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
