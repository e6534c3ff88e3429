/** One JSON document, which a program reads and a terminal may show. */
import { notPrintable } from './printable.ts';

const escapeUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** UTF-16 unit by unit, as JSON has it. A line end is one of the document: JSON escapes those of texts. */
const escapeCharacter = (character: string): string =>
  character === '\n' ? character : character.split('').map(escapeUnit).join('');

/** The document with a line end. What `printable` does not show is escaped, so that the value is the same. */
export const jsonDocument = (value: object): string =>
  `${JSON.stringify(value, null, 2).replaceAll(notPrintable, escapeCharacter)}\n`;
