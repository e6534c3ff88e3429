/** The condition that a row is there, and attributes of it are as they were read. */
import type { UserRow } from './row-problems.ts';

/** The type of a value that a condition cannot compare; null if it can. */
function typeOfIncomparable(value: unknown): 'N' | 'L' | 'M' | null {
  // JavaScript may not carry such a number exactly.
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value) ? 'N' : null;
  // The embedded database takes every list and every map for another one; no attribute of ours is one.
  if (Array.isArray(value)) return 'L';
  const isMap =
    typeof value === 'object' && value !== null && !(value instanceof Uint8Array || value instanceof Set);
  return isMap ? 'M' : null;
}

/** The condition for a value as JavaScript has it; one that cannot be compared only has to be of its type. */
function isAsRead(
  name: string,
  placeholder: string,
  value: unknown,
): { readonly condition: string; readonly values: Readonly<Record<string, unknown>> } {
  if (value === undefined) return { condition: `attribute_not_exists(${name})`, values: {} };
  const type = typeOfIncomparable(value);
  if (type !== null) {
    return { condition: `attribute_type(${name}, ${placeholder})`, values: { [placeholder]: type } };
  }
  return { condition: `${name} = ${placeholder}`, values: { [placeholder]: value } };
}

/** The condition for several attributes of a row; `#a0` stands for the first one's name. */
export function areAsRead(row: UserRow, attributes: readonly string[]) {
  const parts = attributes.map((name, nth) => isAsRead(`#a${nth}`, `:read${nth}`, row[name]));
  const values: Readonly<Record<string, unknown>> = Object.assign({}, ...parts.map(part => part.values));
  return {
    condition: ['attribute_exists(username)', ...parts.map(part => part.condition)].join(' AND '),
    names: Object.fromEntries(attributes.map((name, nth) => [`#a${nth}`, name])),
    values,
  };
}

/** DynamoDB refuses an empty map of values. */
export const unlessEmpty = <Values extends object>(values: Values): Values | undefined =>
  Object.keys(values).length > 0 ? values : undefined;
