import { describe, expect, it } from 'vitest';
import { unusableReasonOf } from '../../../lib/passwords/unusable-password.ts';
import { hashOfPw } from '../../support/bcrypt-hashes.ts';

describe('what no password can match', () => {
  it.each([
    [{ hash: '', input: null }, 33, 'unusable_hash'],
    [{ hash: `$wp${hashOfPw}`, input: 'wp-hmac-sha384' }, 33, 'unusable_hash'],
    [{ hash: hashOfPw, input: '' }, 33, 'unusable_password_input'],
    [{ hash: hashOfPw, input: 'SHA384' }, 33, 'unusable_password_input'],
    [{ hash: hashOfPw, input: 'toString' }, 33, 'unusable_password_input'],
    [{ hash: hashOfPw, input: 'password+id' }, null, 'unusable_password_input'],
    [{ hash: hashOfPw, input: 'password+id' }, 33, null],
    [{ hash: hashOfPw, input: 'sha384' }, null, null],
    [{ hash: hashOfPw, input: null }, null, null],
  ])('has a reason: %j of the id %j: %s', (stored, id, reason) => {
    expect(unusableReasonOf(stored, id)).toBe(reason);
  });
});
