/** From an event to a body that keeps its constraints, or to the documented refusal. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as v from 'valibot';
import type { Handled } from './call.ts';
import { readBody } from './request.ts';
import { refusal } from './response.ts';
import { type FieldErrors, validate } from './validation.ts';

/** A valid body, or what was answered. */
export type ValidBody<T> =
  | { readonly ok: true; readonly body: T }
  | { readonly ok: false; readonly handled: Handled };

/** The refusal of a request that breaks a constraint. */
export function invalid(errors: FieldErrors): Handled {
  return { answer: refusal('validation_failed', { errors }), outcome: 'validation_failed' };
}

/** The body that a request carries. */
export function readValidBody<T extends v.GenericSchema>(
  event: APIGatewayProxyEventV2,
  schema: T,
): ValidBody<v.InferOutput<T>> {
  const read = readBody(event);
  if (!read.ok) return { ok: false, handled: { answer: refusal(read.code), outcome: read.code } };
  const validated = validate(schema, read.body);
  return validated.ok
    ? { ok: true, body: validated.value }
    : { ok: false, handled: invalid(validated.errors) };
}
