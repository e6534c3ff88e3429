/** What a row of our own columns becomes. */
import { describe, expect, it } from 'vitest';
import { plain } from '../../../../cli/import/kinds/plain.ts';
import { type JudgeOptions, judgeUser } from '../../../../cli/import/users/judge-user.ts';
import { someHash } from '../../../support/import-files.ts';

const nothingAsked: JudgeOptions = {
  idType: null,
  generateIds: false,
  generatePasswords: false,
  passwordInput: null,
  inactive: false,
  forcePasswordChange: false,
};
const good = { username: 'anna', id: 1, password: someHash };
const judge = (columns: object, options: Partial<JudgeOptions> = {}) =>
  judgeUser({ ...good, ...columns }, plain, plain.columns, { ...nothingAsked, ...options });

describe('a row is rejected if its', () => {
  it.each([
    ['username is missing', { username: '' }, 'username'],
    ['username is no text', { username: 7 }, 'username'],
    ['username has nothing that can be seen', { username: '\u200B ' }, 'username'],
    ['username is longer than what can be typed', { username: 'x'.repeat(191) }, 'username'],
    ['username is not UTF-8', { username: 'J\uFFFDrgen' }, 'username'],
    ['id is missing', { id: null }, 'id'],
    ['id is a fraction', { id: 3.5 }, 'id'],
    ['id is a number of 2^53', { id: 2 ** 53 }, 'id'],
    ['id is a flag', { id: true }, 'id'],
    ['id is too long', { id: 'x'.repeat(501) }, 'id'],
    ['password is a password', { password: 'secret' }, 'password'],
    ['password is a hash of another kind', { password: '$P$B12345678abcdefghijklmnopqrstuv' }, 'password'],
    ['password is missing', { password: null }, 'password'],
    ['password_input is unknown', { password_input: 'md5' }, 'password_input'],
    ['activated is no flag', { activated: 'maybe' }, 'activated'],
    ['activated is empty', { activated: null }, 'activated'],
    ['force_password_change is no flag', { force_password_change: 2 }, 'force_password_change'],
    ['sessions_valid_from is in seconds', { sessions_valid_from: 1_700_000_000 }, 'sessions_valid_from'],
  ])('%s', (_case, columns, column) => {
    expect(judge(columns)).toMatchObject({ problem: { column } });
  });
});

it.each([
  [true, ['true', 'TRUE', 't', '1', 1, true, 'yes']],
  [false, ['false', 'F', '0', 0, false, 'no']],
])('A flag is %s as %j', (activated, cells) => {
  for (const cell of cells) expect(judge({ activated: cell })).toMatchObject({ user: { activated } });
});

it.each([
  [7, null, 7],
  ['7', null, '7'],
  ['7', 'number', 7],
  [7, 'string', '7'],
  ['007', null, '007'],
] as const)('The id %j with the type %s is %j', (id, idType, expected) => {
  expect(judge({ id }, { idType })).toMatchObject({ user: { id: expected } });
});

it.each(['007', '7.0', 'x', '9007199254740993'])('The id %j is no number', id => {
  expect(judge({ id }, { idType: 'number' })).toMatchObject({ problem: { column: 'id' } });
});

it('Without a usable hash, a password can be generated, which has to be changed', () => {
  expect(judge({ password: '$argon2id$x' }, { generatePasswords: true })).toMatchObject({
    user: { password: null, password_input: null, force_password_change: true },
  });
});
