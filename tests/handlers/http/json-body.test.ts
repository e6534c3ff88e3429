import { describe, expect, it } from 'vitest';
import { eventWithBody } from '../../support/event-builder.ts';
import { api, base64, call, hookSignInBodies, validBody } from '../../support/sign-in-bodies.ts';

hookSignInBodies();

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
    ['a second object', `${validBody}${validBody}`],
    ['text behind the object', `${validBody};`],
    ['a byte order mark', `\ufeff${validBody}`],
    ['a NUL behind the object', `${validBody}\0`],
    ['an array', `[${validBody}]`],
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
    ['base64 without its padding', base64(`${validBody} `).replace(/=+$/, '')],
    ['base64url', base64(`${validBody}   ÿþýü?~`).replaceAll('/', '_').replaceAll('+', '-')],
    ['base64 with white space', `${base64(validBody).slice(0, 8)}\n${base64(validBody).slice(8)}`],
    ['plain JSON that is said to be base64', validBody],
    ['bytes that are not UTF-8', base64(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d))],
    ['a UTF-8 sequence that is cut off', base64(Buffer.from('{"username":"ä"}').subarray(0, 14))],
    ['an overlong UTF-8 sequence', base64(Uint8Array.of(0x22, 0xc0, 0xaf, 0x22))],
    ['a surrogate in UTF-8', base64(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22))],
    ['UTF-16', base64(Buffer.from(validBody, 'utf16le'))],
    ['a UTF-8 byte order mark', base64(`\ufeff${validBody}`)],
    ['nothing', ''],
  ])('is refused in base64: %s', async (_case, body) => {
    expect(await call(body, { isBase64Encoded: true })).toMatchObject(invalidJson);
  });
});

describe('a body that is a JSON object', () => {
  const wrong = { status: 400, body: { error_code: 'username_or_password_incorrect' } };

  it.each([
    ['plain', validBody],
    ['with white space around it', `\r\n\t ${validBody} \n`],
    ['with escapes', '{"user\\u006eame":"\\u006eobody","password":"wro\\/ng"}'],
    ['with unknown fields', '{"username":"nobody","password":"wrong","admin":true,"__proto__":{"a":1}}'],
    [
      'with huge numbers',
      '{"username":"nobody","password":"wrong","x":1e999,"y":-123456789012345678901234567890}',
    ],
    [
      'with null for an optional field',
      '{"username":"nobody","password":"wrong","session_information":null}',
    ],
    [
      'with a repeated key, of which the last counts',
      '{"username":7,"username":"nobody","password":"wrong"}',
    ],
    [
      'with deep nesting in an unknown field',
      `{"username":"nobody","password":"x","x":${'['.repeat(3000)}${']'.repeat(3000)}}`,
    ],
    ['with an empty password', '{"username":"nobody","password":""}'],
  ])('is accepted %s', async (_case, body) => {
    expect(await call(body)).toMatchObject(wrong);
    expect(await call(base64(body), { isBase64Encoded: true })).toMatchObject(wrong);
  });

  it.each([
    ['text', 'x'.repeat(6_000_000), false],
    ['base64', 'A'.repeat(6_000_000), true],
    ['no base64', '!'.repeat(6_000_000), true],
  ])('is refused at the largest size that Lambda accepts: %s', async (_case, body, isBase64Encoded) => {
    expect(await api.call(eventWithBody(body, { isBase64Encoded }))).toMatchObject({
      status: 413,
      body: { error_code: 'body_too_large' },
    });
  });

  it.each([8192, 8193])('is accepted up to 8192 bytes: %i', async bytes => {
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
  ])('is accepted if it is JSON: %j', async headers => {
    expect((await call(validBody, { headers })).body['error_code']).toBe('username_or_password_incorrect');
  });

  it.each([{}, { 'content-type': '' }, { 'content-type': ' ' }, { 'content-type': ';charset=utf-8' }])(
    'is not accepted if it is missing, since a page of another site can send that: %j',
    async headers => {
      const reply = await call(validBody, { headers });
      expect(reply).toMatchObject({ status: 415, body: { error_code: 'unsupported_media_type' } });
    },
  );

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
  ])('is refused if it is another one: %s', async contentType => {
    expect(await call(validBody, { headers: { 'content-type': contentType } })).toMatchObject({
      status: 415,
      body: { msg: 'The content type has to be application/json', error_code: 'unsupported_media_type' },
    });
  });
});
