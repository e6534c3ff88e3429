/**
 * Writes `lib/passwords/common-passwords.ts`: the 3,000 most common passwords that are long enough to be chosen at all
 * (OWASP ASVS 5.0, 6.2.4). The whole list of the package would make the bundle half as large again.
 * Run: npx node dev/write-common-passwords.ts
 */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { dictionary } from '@zxcvbn-ts/language-common';

const minCharacters = 8;
const count = 3000;

/** The list in lower case, sorted: so it takes a sixth less in the zip. */
export function commonPasswords(): string[] {
  const words = dictionary['passwords-common'] ?? [];
  return words
    .map(String)
    .filter(word => word.length >= minCharacters)
    .slice(0, count)
    .toSorted();
}

/** The file: one text, because a list of 3,000 would be made at each start of the function, for hardly anybody. */
export const commonPasswordsFile =
  () => `/** The most common passwords, one a line. \`dev/write-common-passwords.ts\` wrote this file. */
export const commonPasswords = \`
${commonPasswords().join('\n')}
\`;
`;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync('lib/passwords/common-passwords.ts', commonPasswordsFile());
}
