/** The condition that an attribute of a row is as it was read. */

/** Whether a condition can compare the value: not a number that JavaScript cannot carry exactly, nor a list or a map. */
function isComparable(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isInteger(value) || Number.isSafeInteger(value);
  // The embedded database takes every list and every map for another one; no attribute of ours is one.
  const isDocument = typeof value === 'object' && value !== null;
  return !isDocument || value instanceof Uint8Array || value instanceof Set;
}

/** The condition for a value as JavaScript has it; one that cannot be compared only has to be there. */
export function isAsRead(
  name: string,
  placeholder: string,
  value: unknown,
): { readonly condition: string; readonly values: Readonly<Record<string, unknown>> } {
  if (value === undefined) return { condition: `attribute_not_exists(${name})`, values: {} };
  if (!isComparable(value)) return { condition: `attribute_exists(${name})`, values: {} };
  return { condition: `${name} = ${placeholder}`, values: { [placeholder]: value } };
}
