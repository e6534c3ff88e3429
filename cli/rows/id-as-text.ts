/** By what ids are compared with one another, wherever one id has to be one person. */

/**
 * The text of an id; null for what is neither a number nor a string. The number 33 and the string "33" have the same,
 * because many verifiers of tokens take them for one subject.
 */
export const idAsText = (id: unknown): string | null =>
  typeof id === 'number' || typeof id === 'string' ? String(id) : null;
