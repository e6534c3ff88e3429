import { describe, expect, it } from 'vitest';
import { commonPasswords } from '../../../dev/write-common-passwords.ts';
import commonInBundle from '../../../lib/passwords/common-passwords.json' with { type: 'json' };

describe('the list of common passwords', () => {
  it('is the first 3,000 of the package that are long enough to be chosen', () => {
    expect(commonInBundle).toEqual(commonPasswords());
    expect(commonInBundle).toHaveLength(3000);
  });
});
