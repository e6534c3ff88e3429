/** Bodies against schemas. The sentences are ours: valibot's own would quote the value, and a value can be a password. */
import * as v from 'valibot';
import type { Body } from './request.ts';

/** Sentences per field. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

/** A body that keeps its constraints, or the sentences about the fields that do not. */
export type Validated<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: FieldErrors };

/** Length in code points, which is what the contract calls characters. */
const characters = (text: string): number => [...text].length;

/** Text of any length. */
export const text = v.string('has to be a string');

/** Text of 1 to so many characters. */
export const textUpTo = (maximum: number) =>
  v.pipe(
    text,
    v.check(value => characters(value) >= 1, 'has to have at least 1 character'),
    v.check(value => characters(value) <= maximum, `has to have at most ${maximum} characters`),
  );

/** What labels a session: 1 to 190 characters. */
export const informationMaxCharacters = 190;
export const information = textUpTo(informationMaxCharacters);

/** A field that can be left out. */
export const optional = <const T extends v.GenericSchema>(field: T) => v.optional(field);

/** `true` or `false`, and no text that means it. */
export const flag = v.boolean('has to be true or false');

/** An object of such fields; others are ignored. */
export const fields = <const T extends v.ObjectEntries>(entries: T) => v.object(entries, 'is required');

/** Checks a body, and says of each field all that is wrong with it. */
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
