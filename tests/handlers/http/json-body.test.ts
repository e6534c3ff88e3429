import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EventDetails, eventWithBody, signInEvent } from '../../support/event-builder.ts';
import { startFunction, type TestFunction } from '../../support/test-function.ts';

let api: TestFunction;
beforeAll(async () => {
  api = await startFunction({ NETWORK_MAX_ATTEMPTS: '1000000', ACCOUNT_FREE_ATTEMPTS: '100' });
});
afterAll(() => api.stop());

const good = '{"username":"nobody","password":"wrong"}';
const base64 = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('base64');

/** Every answer has the envelope and the headers that the contract promises. */
async function call(body: string | undefined, details?: EventDetails) {
  const reply = await api.call(eventWithBody(body, details));
  expect(reply.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'strict-transport-security': 'max-age=63072000',
  });
  return reply;
}

const invalidJson = {
  status: 400,
  body: { msg: 'The body has to be a JSON object in UTF-8', error_code: 'invalid_json' },
};

describe('a body that is not a JSON object', () => {
  it.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['white space', ' \n'],
    ['an object that is cut off', '{"username":"a","password":"b"'],
    ['a text that is cut off', '{"username":"a","password":"b'],
    ['a trailing comma', '{"username":"a","password":"b",}'],
    ['two commas', '{"username":"a",,"password":"b"}'],
    ['single quotes', "{'username':'a','password':'b'}"],
    ['bare names', '{username:"a",password:"b"}'],
    ['a comment', '{"username":"a"/*x*/,"password":"b"}'],
    ['a bad escape', '{"username":"\\x61","password":"b"}'],
    ['a short Unicode escape', '{"username":"\\u006","password":"b"}'],
    ['a raw line break in a text', '{"username":"a\nb","password":"b"}'],
    ['a raw NUL', '{"username":"a\0b","password":"b"}'],
    ['NaN', '{"username":"a","password":"b","x":NaN}'],
    ['a number with a leading zero', '{"username":"a","password":"b","x":01}'],
    ['a number with a leading plus', '{"username":"a","password":"b","x":+1}'],
    ['a second object', `${good}${good}`],
    ['text behind the object', `${good};`],
    ['a byte order mark', `\ufeff${good}`],
    ['a NUL behind the object', `${good}\0`],
    ['an array', `[${good}]`],
    ['a text', '"username"'],
    ['a number', '33'],
    ['null', 'null'],
    ['true', 'true'],
    ['deep nesting that is cut off', '['.repeat(8000)],
    ['an array nested deeply', '['.repeat(4000) + ']'.repeat(4000)],
    ['a form', 'username=a&password=b'],
    ['a raw lone surrogate', '{"username":"\ud800","password":"b"}'],
  ])('is refused: %s', async (_case, body) => {
    expect(await call(body)).toMatchObject(invalidJson);
  });

  it.each([
    ['what is not base64', '!!!!'],
    ['base64 without its padding', base64(`${good} `).replace(/=+$/, '')],
    ['base64url', base64(`${good}   ÿþýü?~`).replaceAll('/', '_').replaceAll('+', '-')],
    ['base64 with white space', `${base64(good).slice(0, 8)}\n${base64(good).slice(8)}`],
    ['plain JSON that is said to be base64', good],
    ['bytes that are not UTF-8', base64(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d))],
    ['a UTF-8 sequence that is cut off', base64(Buffer.from('{"username":"ä"}').subarray(0, 14))],
    ['an overlong UTF-8 sequence', base64(Uint8Array.of(0x22, 0xc0, 0xaf, 0x22))],
    ['a surrogate in UTF-8', base64(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22))],
    ['UTF-16', base64(Buffer.from(good, 'utf16le'))],
    ['a UTF-8 byte order mark', base64(`\ufeff${good}`)],
    ['nothing', ''],
  ])('is refused, base64 coded: %s', async (_case, body) => {
    expect(await call(body, { isBase64Encoded: true })).toMatchObject(invalidJson);
  });
});

describe('a body that is a JSON object', () => {
  const wrong = { status: 400, body: { error_code: 'username_or_password_incorrect' } };

  it.each([
    ['plain', good],
    ['with white space around it', `\r\n\t ${good} \n`],
    ['with escapes', '{"user\\u006eame":"\\u006eobody","password":"wro\\/ng"}'],
    [
      'with fields that nobody knows',
      '{"username":"nobody","password":"wrong","admin":true,"__proto__":{"a":1}}',
    ],
    [
      'with huge numbers',
      '{"username":"nobody","password":"wrong","x":1e999,"y":-123456789012345678901234567890}',
    ],
    ['with null for what is optional', '{"username":"nobody","password":"wrong","session_information":null}'],
    [
      'with a repeated key, of which the last counts',
      '{"username":7,"username":"nobody","password":"wrong"}',
    ],
    [
      'with deep nesting in a field that nobody knows',
      `{"username":"nobody","password":"x","x":${'['.repeat(3000)}${']'.repeat(3000)}}`,
    ],
    ['with an empty password', '{"username":"nobody","password":""}'],
  ])('is taken %s', async (_case, body) => {
    expect(await call(body)).toMatchObject(wrong);
    expect(await call(base64(body), { isBase64Encoded: true })).toMatchObject(wrong);
  });

  it.each([
    ['text', 'x'.repeat(6_000_000), false],
    ['base64', 'A'.repeat(6_000_000), true],
    ['no base64', '!'.repeat(6_000_000), true],
  ])('is refused at the most that Lambda takes: %s', async (_case, body, isBase64Encoded) => {
    expect(await api.call(eventWithBody(body, { isBase64Encoded }))).toMatchObject({
      status: 413,
      body: { error_code: 'body_too_large' },
    });
  });

  it.each([8192, 8193])('is taken up to 8192 bytes: %i', async bytes => {
    const body = JSON.stringify({ username: 'nobody', password: 'wrong', padding: '' });
    const padded = body.replace(
      '"padding":""',
      `"padding":"${'ä'.repeat((bytes - body.length) >> 1)}${'a'.repeat((bytes - body.length) & 1)}"`,
    );
    expect(Buffer.byteLength(padded)).toBe(bytes);
    const tooLarge = {
      status: 413,
      body: { msg: 'The body has to be 8192 bytes or less', error_code: 'body_too_large' },
    };
    for (const isBase64Encoded of [false, true]) {
      const reply = await call(isBase64Encoded ? base64(padded) : padded, { isBase64Encoded });
      expect(reply).toMatchObject(bytes > 8192 ? tooLarge : wrong);
    }
  });
});

describe('a content type', () => {
  it.each([
    { 'content-type': 'application/json' },
    { 'Content-Type': 'application/json' },
    { 'CONTENT-TYPE': 'Application/JSON; Charset=UTF-8' },
    { 'content-type': 'application/json;charset=utf-8;x="a;b"' },
    { 'content-type': ' application/json ;' },
    { 'content-type': '' },
    {},
  ])('of JSON, or none, is taken: %o', async headers => {
    expect((await call(good, { headers })).body['error_code']).toBe('username_or_password_incorrect');
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json-patch+json',
    'application/problem+json',
    'text/json',
    'application/json, text/plain',
    'text/plain; application/json',
    'json',
  ])('other than JSON is refused: %s', async contentType => {
    expect(await call(good, { headers: { 'content-type': contentType } })).toMatchObject({
      status: 415,
      body: { msg: 'The content type has to be application/json', error_code: 'unsupported_media_type' },
    });
  });
});

describe('a field that breaks its constraint', () => {
  const errorsOf = async (fields: unknown) => {
    const reply = await api.call(signInEvent(fields));
    expect(reply).toMatchObject({
      status: 400,
      body: { msg: 'The request breaks a constraint, see errors', error_code: 'validation_failed' },
    });
    return reply.body['errors'];
  };
  const valid = { username: 'nobody', password: 'wrong' };

  it.each([
    [{}, { username: ['username is required'], password: ['password is required'] }],
    [
      { username: null, password: null },
      { username: ['username is required'], password: ['password is required'] },
    ],
    [{ ...valid, username: '' }, { username: ['username has to have at least 1 character'] }],
    [{ ...valid, username: 'a'.repeat(191) }, { username: ['username has to have at most 190 characters'] }],
    [{ ...valid, username: 33 }, { username: ['username has to be a string'] }],
    [{ ...valid, username: ['nobody'] }, { username: ['username has to be a string'] }],
    [{ ...valid, username: { toString: 'nobody' } }, { username: ['username has to be a string'] }],
    [{ ...valid, password: 33 }, { password: ['password has to be a string'] }],
    [{ ...valid, password: true }, { password: ['password has to be a string'] }],
    [{ ...valid, stay_logged_in: 'true' }, { stay_logged_in: ['stay_logged_in has to be true or false'] }],
    [{ ...valid, stay_logged_in: 1 }, { stay_logged_in: ['stay_logged_in has to be true or false'] }],
    [
      { ...valid, session_information: '' },
      { session_information: ['session_information has to have at least 1 character'] },
    ],
    [
      { ...valid, session_information: '😀'.repeat(191) },
      { session_information: ['session_information has to have at most 190 characters'] },
    ],
    [
      { username: 1, password: 2, session_information: 3, stay_logged_in: 4 },
      {
        username: ['username has to be a string'],
        password: ['password has to be a string'],
        session_information: ['session_information has to be a string'],
        stay_logged_in: ['stay_logged_in has to be true or false'],
      },
    ],
  ])('is named with a sentence: %o', async (fields, errors) => {
    expect(await errorsOf(fields)).toEqual(errors);
  });

  it('counts characters as Unicode code points: 190 emoji are a name', async () => {
    const reply = await api.call(signInEvent({ ...valid, username: '😀'.repeat(190) }));
    expect(reply.body['error_code']).toBe('username_or_password_incorrect');
  });

  it('is never quoted in the answer or in the log', async () => {
    const canary = 'canary-0f3a';
    for (const fields of [
      { username: { canary }, password: [canary] },
      { username: canary.repeat(20), password: 1 },
      { username: 'a', password: 'b', session_information: canary.repeat(20), stay_logged_in: canary },
    ]) {
      expect(JSON.stringify(await errorsOf(fields))).not.toContain(canary);
    }
    await call(`{"username":"a","password":"${canary}`);
    expect(JSON.stringify(api.log)).not.toContain(canary);
  });
});

describe('whatever is sent', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.constantFrom(
      '__proto__',
      'constructor',
      '\0',
      '\ud800',
      '\u202e',
      '{{7*7}}',
      "' OR 1=1 --",
      '\ufdfa'.repeat(190),
    ),
  );

  it('is answered below 500: names and passwords', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (username, password) => {
        const reply = await api.call(signInEvent({ username, password, stay_logged_in: true }));
        return reply.status < 500 && reply.status !== 200;
      }),
      { numRuns: 100 },
    );
  });

  it('is answered below 500: JSON of any shape', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async value => (await api.call(signInEvent(value))).status < 500),
      { numRuns: 200 },
    );
  });

  it('is answered below 500: fields of any type', { timeout: 60_000 }, async () => {
    const field = fc.oneof(fc.jsonValue({ maxDepth: 1 }), hostile);
    const fields = fc.record(
      { username: field, password: field, session_information: field, stay_logged_in: field },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fields, async value => (await api.call(signInEvent(value))).status < 500),
      { numRuns: 200 },
    );
  });

  it('is answered below 500: bytes of any kind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async bytes => {
        const reply = await api.call(eventWithBody(base64(bytes), { isBase64Encoded: true }));
        return reply.status === 400;
      }),
      { numRuns: 200 },
    );
  });
});
