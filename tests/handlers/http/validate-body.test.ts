import { describe, expect, it } from 'vitest';
import { signInEvent } from '../../support/event-builder.ts';
import { api, call, hookSignInBodies } from '../../support/sign-in-bodies.ts';

hookSignInBodies();

const valid = { username: 'nobody', password: 'wrong' };

describe('a field that breaks a rule', () => {
  const errorsOf = async (fields: unknown) => {
    const reply = await api.call(signInEvent(fields));
    expect(reply).toMatchObject({
      status: 400,
      body: { msg: 'The request breaks a constraint, see errors', error_code: 'validation_failed' },
    });
    return reply.body['errors'];
  };
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
  ])('is answered with a sentence: %j', async (fields, errors) => {
    expect(await errorsOf(fields)).toEqual(errors);
  });

  it('is not quoted in the response or in the log', async () => {
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

describe('the length of a field', () => {
  it('is counted in Unicode code points: 190 emoji are a valid name', async () => {
    const reply = await api.call(signInEvent({ ...valid, username: '😀'.repeat(190) }));
    expect(reply.body['error_code']).toBe('username_or_password_incorrect');
  });
});
