/**
 * Checks a body against a schema. The sentences are our own: valibot's would quote the value, and a value can be a
 * password.
 */
import * as v from 'valibot';
import type { Body } from './request-body.ts';

/** Sentences by field. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

/** A valid body, or the sentences about its fields. */
export type Validated<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: FieldErrors };

/** Checks a body, and says for each field all that is wrong with it. */
export function validate<T extends v.GenericSchema>(schema: T, body: Body): Validated<v.InferOutput<T>> {
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return { ok: true, value: parsed.output };
  const errors: Record<string, string[]> = {};
  for (const { path, message } of parsed.issues) {
    const field = String(path?.[0]?.key);
    errors[field] = [...(errors[field] ?? []), `${field} ${message}`];
  }
  return { ok: false, errors };
}
