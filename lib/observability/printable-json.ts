/** JSON that a terminal can show: session labels and names were chosen by somebody else. */

/** Control characters, characters that cannot be seen (direction marks among them), lone surrogates, line separators. */
export const notPrintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|\p{Default_Ignorable_Code_Point}/gu;

const escapeUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** UTF-16 unit by unit, as JSON has it. A line end is one of the document: JSON escapes those of texts. */
const escapeCharacter = (character: string): string =>
  character === '\n' ? character : character.split('').map(escapeUnit).join('');

/**
 * The value as JSON with a line end. JSON escapes only what is below U+0020; here everything that a terminal would obey or
 * hide is escaped, so that the value is the same. `indent`: spaces; 0 for one line.
 */
export const printableJson = (value: object, indent = 0): string =>
  `${JSON.stringify(value, null, indent).replaceAll(notPrintable, escapeCharacter)}\n`;
