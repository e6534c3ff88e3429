import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commonPasswords, commonPasswordsFile } from '../../../dev/write-common-passwords.ts';
import { commonPasswords as commonInBundle } from '../../../lib/passwords/common-passwords.ts';

describe('the list of common passwords', () => {
  it('is the first 3,000 of the package that are long enough to be chosen', () => {
    const listed = commonInBundle.trim().split('\n');
    expect(listed).toEqual(commonPasswords());
    expect(listed).toHaveLength(3000);
  });

  it('is what `dev/write-common-passwords.ts` writes', () => {
    expect(readFileSync('lib/passwords/common-passwords.ts', 'utf8')).toBe(commonPasswordsFile());
  });
});
