import { decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { createAccessTokenIssuer } from '../../../lib/access-tokens/issue-access-token.ts';

const key = new TextEncoder().encode('0123456789abcdef0123456789abcdef');

/** Header and claims of the token in `signin.md`; its key is not known. */
const contractExample =
  'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJsdW1lbi1qd3QiLCJzdWIiOjMzLCJpYXQiOjE1NjkyNTQ0MzcsImV4cCI6MTU2OTI1ODAzN30';

describe('an access token', () => {
  const issue = createAccessTokenIssuer(key, 'lumen-jwt');

  it("has the header and the claims of the contract's example, byte for byte", async () => {
    const token = await issue(33, 1_569_254_437);
    expect(token.split('.').slice(0, 2).join('.')).toBe(contractExample);
  });

  it('is signed with HS256 and the key', async () => {
    const token = await issue('a-string', 1_569_254_437);
    const options = { algorithms: ['HS256'], currentDate: new Date(1_569_254_437_000) };
    const { payload } = await jwtVerify(token, key, options);
    expect(payload).toEqual({ iss: 'lumen-jwt', sub: 'a-string', iat: 1_569_254_437, exp: 1_569_258_037 });
    expect(decodeProtectedHeader(token)).toEqual({ typ: 'JWT', alg: 'HS256' });
    await expect(jwtVerify(token, new Uint8Array(32), options)).rejects.toThrow(
      'signature verification failed',
    );
  });

  it('expires after an hour', async () => {
    const token = await issue('a-string', 1_569_254_437);
    const at = (seconds: number) => ({ currentDate: new Date(seconds * 1000) });
    await expect(jwtVerify(token, key, at(1_569_258_036))).resolves.toBeDefined();
    await expect(jwtVerify(token, key, at(1_569_258_037))).rejects.toThrow('"exp" claim');
  });

  it.each([33, '33', 0, -7, Number.MAX_SAFE_INTEGER, 'ünï "quoted"'])(
    'keeps the id %j as its subject',
    async id => {
      const [, payload = ''] = (await issue(id, 0)).split('.');
      expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toHaveProperty('sub', id);
    },
  );
});
