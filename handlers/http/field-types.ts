/** The kinds of fields that a body can have, each with the sentence that a client reads where a field breaks its rule. */
import * as v from 'valibot';

/** Length in code points, which is what the contract calls characters. */
const characters = (value: string): number => [...value].length;

/** Text of any length. */
export const text = v.string('has to be a string');

/** Text of 1 to `maximum` characters. */
export const textUpTo = (maximum: number) =>
  v.pipe(
    text,
    v.check(value => characters(value) >= 1, 'has to have at least 1 character'),
    v.check(value => characters(value) <= maximum, `has to have at most ${maximum} characters`),
  );

/** A field that can be left out. */
export const optional = <const T extends v.GenericSchema>(field: T) => v.optional(field);

/** A boolean. A string such as "true" is refused. */
export const flag = v.boolean('has to be true or false');

/** An object with these fields. Other fields are ignored. */
export const fields = <const T extends v.ObjectEntries>(entries: T) => v.object(entries, 'is required');
