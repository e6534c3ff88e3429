/**
 * Text from the database on a terminal. Names and labels of sessions were chosen by somebody else, and control
 * characters in them could move the cursor, or show another text than there is.
 */
import { notPrintable } from '../../lib/observability/printable-json.ts';

const escapeCharacter = (character: string): string => `\\u{${character.codePointAt(0)?.toString(16)}}`;

/** The text with such characters as `\u{1b}`. */
export const printable = (text: string): string => text.replaceAll(notPrintable, escapeCharacter);

/** A name in a sentence or a command: as it is if a shell would take it so, or else in single quotes. */
export function quoted(text: string): string {
  const shown = printable(text);
  return /^[\p{L}\p{N}_@%+=:,./-]+$/u.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`;
}
