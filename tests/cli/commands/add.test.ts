import { describe, expect, it } from 'vitest';
import { addCommand } from '../../../cli/commands/add.ts';
import { failureWith, pipedPassword } from '../../support/interrupted-command.ts';
import { timeOut } from '../../support/interrupted-writes.ts';
import { api, hookUsersCommand, signIn, users, usersJson } from '../../support/users-command.ts';

hookUsersCommand();

const password = 'correct horse 9';
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('adding a user', () => {
  it('asks for the password twice, makes a UUID, and the user signs in', async () => {
    const added = await users(['add', 'anna.meier'], { answers: [password, password] });
    expect(added).toMatchObject({ exitCode: 0, err: '', asked: ['Password:', 'Once more:'] });
    expect(added.out).toContain("Added to the laptop's database.");
    expect(await api.user('anna.meier')).toEqual({
      username: 'anna.meier',
      id: expect.stringMatching(uuid),
      password: expect.stringMatching(/^\$2b\$10\$/),
      activated: true,
      force_password_change: false,
    });
    expect((await signIn('anna.meier', password)).status).toBe(200);
  });

  it('never shows a password or a hash', async () => {
    const { out, err } = await users(['add', 'quiet', '--json'], { answers: [password, password] });
    expect(out + err).not.toContain(password);
    expect(out + err).not.toContain('$2b$');
  });

  it('stores the canonical name, and says so', async () => {
    const { exitCode, out } = await users(['add', 'Strauß\u200b', '--from-stdin'], {
      input: `${password}\n`,
    });
    expect(exitCode).toBe(0);
    expect(out).toContain("'Strauß\\u{200b}' is strauss in the form in which names are stored.");
    expect(await api.user('strauss')).toMatchObject({ username: 'strauss' });
  });

  it('refuses a name that exists before it asks for a password, and changes nothing', async () => {
    await api.putUser({ username: 'taken', id: 1 });
    const refused = await users(['add', 'Taken'], { answers: [] });
    expect(refused).toMatchObject({ exitCode: 1, out: '', asked: [] });
    expect(refused.err).toContain('There is a user taken');
    expect(await api.user('taken')).toEqual({ username: 'taken', id: 1, activated: true });
  });

  it.each(['', ' ', '\u200b', 'x'.repeat(191)])('refuses the name %j', async name => {
    expect(await users(['add', name, '--generate'])).toMatchObject({
      exitCode: 2,
      err: 'A name has 1 to 190 characters that can be seen.\n',
    });
  });

  it('generates a password, shows it once, and has it changed at the first sign-in', async () => {
    const { document } = await usersJson(['add', 'generated', '--generate']);
    const generated = String(document['generated_password']);
    expect(generated).toMatch(/^([a-z2-9]{5}-){4}[a-z2-9]{5}$/);
    expect((await signIn('generated', generated)).body['error_code']).toBe('change_password');
    expect((await users(['show', 'generated'])).out).not.toContain(generated);
  });

  it('does as it is told about the change of password and the activation', async () => {
    const args = ['--generate', '--no-require-password-change', '--inactive'];
    const { document } = await usersJson(['add', 'later', ...args]);
    expect(document['user']).toMatchObject({ state: 'not_activated' });
    expect(await api.user('later')).toMatchObject({ activated: false, force_password_change: false });
  });

  it('lets one of two people who add the same name at once win', async () => {
    const both = await Promise.all([1, 2].map(() => users(['add', 'race', '--generate'])));
    expect(both.map(({ exitCode }) => exitCode).toSorted()).toEqual([0, 1]);
  });
});

describe('adding a user if the answer of the database is lost', () => {
  const mayBeThere = (name: string) =>
    `DynamoDB is unavailable (TimeoutError). ${name} may be there: look with show ${name}. If not, the same command again adds the user. If so,`;

  it('says that the user may be there, how to look, and how to get a password that somebody has seen', async () => {
    expect(await failureWith(addCommand, ['lost', '--generate'], timeOut)).toEqual({
      exitCode: 3,
      error: 'half_done',
      message: `${mayBeThere('lost')} nobody has seen the generated password: set another one with set-password lost --generate.`,
    });
    expect((await users(['add', 'lost', '--generate'])).exitCode).toBe(0);
    const { document } = await usersJson(['set-password', 'lost', '--generate', '--yes']);
    const generated = String(document['generated_password']);
    expect((await signIn('lost', generated)).body['error_code']).toBe('change_password');
  });

  it('says that a password which was typed or read is the one of the user', async () => {
    const added = () => users(['add', 'kept', '--from-stdin'], { input: pipedPassword }).then(timeOut);
    const { message } = await failureWith(addCommand, ['kept', '--from-stdin'], added);
    expect(message).toBe(`${mayBeThere('kept')} the password is the one that you gave.`);
    expect((await signIn('kept', pipedPassword)).status).toBe(200);
  });
});

describe('the id', () => {
  it('stays a number or a string, as it was said to be', async () => {
    await users(['add', 'n', '--generate', '--id', '7001', '--id-type', 'number']);
    await users(['add', 's', '--generate', '--id', '7002', '--id-type', 'string']);
    await users(['add', 'u', '--generate', '--id', 'usr_2f9c']);
    expect([await api.user('n'), await api.user('s'), await api.user('u')]).toMatchObject([
      { id: 7001 },
      { id: '7002' },
      { id: 'usr_2f9c' },
    ]);
  });

  it.each([
    [['--id', '33'], 'can be a number or a string: add --id-type number if'],
    [['--id', '33'], 'An id that another user has as the other type is taken too.'],
    [['--id', '9007199254740993', '--id-type', 'number'], 'a whole number below 2^53'],
    [['--id', '033', '--id-type', 'number'], 'a whole number below 2^53'],
    [['--id', '3.5', '--id-type', 'number'], 'a whole number below 2^53'],
    [['--id', '', '--id-type', 'string'], 'An id has 1 to 500 characters.'],
    [['--id', '33', '--id-type', 'uuid'], '--id-type is number or string.'],
    [['--id-type', 'number'], '--id-type needs --id.'],
  ])('is refused if it is %j', async (args, sentence) => {
    const refused = await users(['add', 'bad.id', '--generate', ...args]);
    expect(refused.exitCode).toBe(2);
    expect(refused.err).toContain(sentence);
    expect(await api.user('bad.id')).toBeUndefined();
  });

  it('of another name is refused, unless it is said that one person has both', async () => {
    await api.putUser({ username: 'first', id: 'shared' });
    const add = ['add', 'second', '--generate', '--id', 'shared'];
    const refused = await users(add);
    expect(refused.exitCode).toBe(1);
    expect(refused.err).toContain('first has the id "shared" (a string) already');
    expect((await users([...add, '--shared-id'])).exitCode).toBe(0);
  });

  // `check` and `import` have always called both a duplicate.
  it.each([
    [
      8001,
      'string',
      'has the id 8001 (a number) already, which counts as the same as "8001" (a string), and',
    ],
    [
      '8002',
      'number',
      'has the id "8002" (a string) already, which counts as the same as 8002 (a number), and',
    ],
  ])('%j of another name is refused as a %s too, unless one person has both', async (id, type, sentence) => {
    await api.putUser({ username: `first.${id}`, id });
    const add = ['add', `second.${id}`, '--generate', '--id', String(id), '--id-type', type];
    const refused = await users(add);
    expect([refused.exitCode, refused.err]).toEqual([1, expect.stringContaining(`first.${id} ${sentence}`)]);
    expect(await api.user(`second.${id}`)).toBeUndefined();
    expect((await users([...add, '--shared-id'])).exitCode).toBe(0);
  });
});
