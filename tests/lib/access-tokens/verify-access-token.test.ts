/** The cases of RFC 8725 and of the draft of its successor. */
import { createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import fc from 'fast-check';
import { CompactSign } from 'jose';
import { describe, expect, it } from 'vitest';
import { createAccessTokenIssuer } from '../../../lib/access-tokens/issue-access-token.ts';
import { createAccessTokenVerifier } from '../../../lib/access-tokens/verify-access-token.ts';

const key = randomBytes(48);
const now = 1_569_254_437;
const issue = createAccessTokenIssuer(key, 'lumen-jwt');
const verify = createAccessTokenVerifier(key, 'lumen-jwt');
const good = await issue(33, now);
const [header = '', payload = '', signature = ''] = good.split('.');

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = { iss: 'lumen-jwt', sub: 33, iat: now, exp: now + 3600 };
const hs256 = { typ: 'JWT', alg: 'HS256' };

/** A token with a right signature over whatever stands in it. */
function signed(head: unknown, body: unknown, { secret = key, hash = 'sha256' } = {}): string {
  const text = `${encode(head)}.${encode(body)}`;
  return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`;
}

describe('the verifier', () => {
  it.each([[33], ['u-7'], ['33'], [0], [Number.MAX_SAFE_INTEGER]])(
    'returns the subject and the time of a valid token: %j',
    async subject => {
      expect(await verify(await issue(subject, now), now)).toEqual({ subject, issuedAtEpochSeconds: now });
    },
  );

  it('accepts a token until the second in which its hour ends', async () => {
    expect(await verify(good, now + 3599)).not.toBeNull();
    expect(await verify(good, now + 3600)).toBeNull();
  });

  it('throws if its own key is invalid, and does not call the token invalid', async () => {
    const verifyWithoutKey = createAccessTokenVerifier(new Uint8Array(0), 'lumen-jwt');
    await expect(verifyWithoutKey(good, now)).rejects.toThrow();
  });

  it('accepts a token that this test signs correctly', async () => {
    expect(await verify(signed(hs256, claims), now)).not.toBeNull();
  });
});

describe('the clock of the verifier', () => {
  it('may be five seconds behind that of the issuer, and no more', async () => {
    expect(await verify(await issue(33, now + 5), now)).not.toBeNull();
    expect(await verify(await issue(33, now + 6), now)).toBeNull();
  });
});

describe('the verifier refuses a token', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const unsigned = `${encode(claims)}.`;
  const rsaText = `${encode({ typ: 'JWT', alg: 'RS256' })}.${encode(claims)}`;

  it.each([
    ['of the algorithm "none"', `${encode({ typ: 'JWT', alg: 'none' })}.${unsigned}`],
    ['of the algorithm "nOnE"', `${encode({ typ: 'JWT', alg: 'nOnE' })}.${unsigned}`],
    ['of the algorithm "none" with a signature', signed({ typ: 'JWT', alg: 'none' }, claims)],
    ['of no algorithm', signed({ typ: 'JWT' }, claims)],
    ['of HS384 with the same key', signed({ typ: 'JWT', alg: 'HS384' }, claims, { hash: 'sha384' })],
    ['of HS512 with the same key', signed({ typ: 'JWT', alg: 'HS512' }, claims, { hash: 'sha512' })],
    ['that says HS512 and is HS256', signed({ typ: 'JWT', alg: 'HS512' }, claims)],
    [
      'of an asymmetric algorithm',
      `${rsaText}.${sign('sha256', Buffer.from(rsaText), rsa.privateKey).toString('base64url')}`,
    ],
    ['of another key', signed(hs256, claims, { secret: randomBytes(48) })],
    ['of an empty key', signed(hs256, claims, { secret: Buffer.alloc(0) })],
    ['of another issuer', signed(hs256, { ...claims, iss: 'lumen-jwt2' })],
    ['of several issuers', signed(hs256, { ...claims, iss: ['lumen-jwt'] })],
    ['without issuer', signed(hs256, { ...claims, iss: undefined })],
    ['of another audience', signed(hs256, { ...claims, aud: 'https://other.example' })],
    ['of several audiences', signed(hs256, { ...claims, aud: ['lumen-jwt'] })],
    ['whose audience is nothing', signed(hs256, { ...claims, aud: null })],
    ['that lives longer than an hour', signed(hs256, { ...claims, exp: now + 3601 })],
    ['that lives for ever', signed(hs256, { ...claims, exp: Number.MAX_SAFE_INTEGER })],
    ['without subject', signed(hs256, { ...claims, sub: undefined })],
    ['without expiry', signed(hs256, { ...claims, exp: undefined })],
    ['without issue time', signed(hs256, { ...claims, iat: undefined })],
    ['whose expiry is text', signed(hs256, { ...claims, exp: String(now + 3600) })],
    ['whose expiry is nothing', signed(hs256, { ...claims, exp: null })],
    ['whose issue time is text', signed(hs256, { ...claims, iat: String(now) })],
    ['that is not valid yet', signed(hs256, { ...claims, nbf: now + 1 })],
    ['whose subject is an object', signed(hs256, { ...claims, sub: { id: 33 } })],
    ['whose subject is a list', signed(hs256, { ...claims, sub: [33] })],
    ['whose subject is empty', signed(hs256, { ...claims, sub: '' })],
    ['whose subject is a fraction', signed(hs256, { ...claims, sub: 33.5 })],
    ['of another type', signed({ typ: 'at+jwt', alg: 'HS256' }, claims)],
    ['of no type', signed({ alg: 'HS256' }, claims)],
    ['with an unknown critical header', signed({ ...hs256, crit: ['exp'], exp: now + 9999 }, claims)],
    ['with an empty list of critical headers', signed({ ...hs256, crit: [] }, claims)],
    ['with an unencoded payload', signed({ ...hs256, b64: false, crit: ['b64'] }, claims)],
    ['whose claims are a list', signed(hs256, [claims])],
    ['whose claims are text', signed(hs256, 'claims')],
  ])('%s', async (_case, token) => {
    expect(await verify(token, now)).toBeNull();
  });

  it.each([
    ['an empty text', ''],
    ['two dots', '..'],
    ['without signature', `${header}.${payload}.`],
    ['of two parts', `${header}.${payload}`],
    ['of four parts', `${good}.${signature}`],
    ['of five parts, as an encrypted one', `${header}.${payload}.${signature}.${payload}.${signature}`],
    ['with white space before', ` ${good}`],
    ['with white space behind', `${good}\n`],
    ['with white space within', `${header}. ${payload}.${signature}`],
    ['with a NUL', `${good}\0`],
    ['with padding', `${good}=`],
    ['in the alphabet of base64', `${header}.${payload}.+${signature.slice(1)}`],
    ['with braces', `{${good}}`],
    [
      'with another header of the same meaning',
      `${Buffer.from('{"typ":"JWT", "alg":"HS256"}').toString('base64url')}.${payload}.${signature}`,
    ],
  ])('in another form: %s', async (_case, token) => {
    expect(await verify(token, now)).toBeNull();
  });

  it('with a key of its own in the header', async () => {
    const own = randomBytes(32);
    const jwk = { kty: 'oct', k: own.toString('base64url') };
    const token = await new CompactSign(Buffer.from(JSON.stringify(claims)))
      .setProtectedHeader({ ...hs256, jwk, jku: 'https://evil.example/keys', kid: '../../dev/null' })
      .sign(own);
    expect(await verify(token, now)).toBeNull();
  });

  it('if any character of it is changed', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_. \n=+/';
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.constantFrom(...alphabet), async (at, character) => {
        if (good[at] === character) return;
        expect(await verify(good.slice(0, at) + character + good.slice(at + 1), now)).toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  it('if it is any other text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async text => {
        expect(await verify(text, now)).toBeNull();
      }),
    );
  });
});
