/** The condition that an attribute of a row is as it was read. */

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
export function isAsRead(
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
