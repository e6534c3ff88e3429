/** What an import does with the rows of one file, and what it leaves behind. */
import { existsSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  modeOf,
  newPath,
  otherHash,
  plainCsv,
  readLines,
  someHash,
  writeNew,
} from '../../support/import-files.ts';
import { hookImports } from '../../support/imports-into-empty-table.ts';
import { api, signIn, users, usersJson } from '../../support/users-command.ts';

hookImports();

const rejectsOf = (path: string) => `${path}.rejects.jsonl`;

describe('a dry run', () => {
  it('writes nothing, and says where each problem is', async () => {
    const path = writeNew('users.csv', plainCsv(`Anna,1,${someHash}`, `anna,2,${someHash}`, 'ben,3,secret'));
    const { exitCode, out, err } = await users(['import', path, '--dry-run']);
    expect(exitCode).toBe(1);
    expect(out).toContain('1 user added');
    expect(out).toContain('1 name stored in another form');
    expect(out).toMatch(/1 +column username becomes the name of an earlier row +line 3 \(line 2\)/);
    expect(out).toMatch(/1 +column password has no usable hash .* line 4/);
    expect(out + err).not.toContain(someHash.slice(7));
    expect(out + err).not.toContain('secret');
    expect(await api.user('anna')).toBeUndefined();
    expect(existsSync(rejectsOf(path))).toBe(false);
  });

  it('writes the rejected rows down if it is asked to, for its owner only', async () => {
    const path = writeNew('users.csv', plainCsv('ben,3,secret'));
    const rejects = newPath('rejects.jsonl');
    await users(['import', path, '--dry-run', '--rejects', rejects]);
    expect(readLines(rejects)).toMatchObject([
      { username: 'ben', id: '3', password: 'secret', reject_line: 2 },
    ]);
    expect(modeOf(rejects)).toBe('600');
  });

  it('tells users who are there from those who would be new', async () => {
    await api.putUser({ username: 'same', id: '1', password: someHash, force_password_change: false });
    await api.putUser({ username: 'other', id: '2', password: otherHash });
    const path = writeNew(
      'users.csv',
      plainCsv(`same,1,${someHash}`, `other,2,${someHash}`, `new,3,${someHash}`),
    );
    const plain = await usersJson(['import', path, '--dry-run']);
    expect(plain.document).toMatchObject({ added: 1, unchanged: 1, replaced: 0, rejected: 1 });
    const replacing = await usersJson(['import', path, '--dry-run', '--replace']);
    expect(replacing.document).toMatchObject({ added: 1, unchanged: 1, replaced: 1, rejected: 0 });
  });
});

describe('a row that is wrong', () => {
  it('stops nothing, and can be mended in the file of rejects and imported', async () => {
    const path = writeNew(
      'users.csv',
      plainCsv(`anna,1,${someHash}`, 'ben,2,"x"y', `,3,${someHash}`, `carl,4,${someHash}`),
    );
    const first = await usersJson(['import', path]);
    expect(first.exitCode).toBe(1);
    expect(first.document).toMatchObject({ added: 2, rejected: 2, rejects: rejectsOf(path) });
    expect(modeOf(rejectsOf(path))).toBe('600');
    const rejects = readLines(rejectsOf(path));
    expect(rejects).toMatchObject([
      { reject_line: 3, raw: 'ben,2,"x"y' },
      { reject_line: 4, reject_reason: 'column username is empty: a user needs a name', id: '3' },
    ]);
    const mended = [
      { username: 'ben', id: '2', password: someHash },
      { ...rejects[1], username: 'dora' },
    ];
    writeFileSync(rejectsOf(path), mended.map(row => JSON.stringify(row)).join('\n'));
    const second = await usersJson(['import', rejectsOf(path)]);
    expect(second.document).toMatchObject({ added: 2, rejected: 0, rejects: null });
    expect(await api.user('dora')).toMatchObject({ id: '3', password: someHash });
  });

  it('that is imported again from the file of rejects as it is there says that it has to be mended', async () => {
    const path = writeNew(
      'users.csv',
      plainCsv(`anna,1,${someHash},more`, 'ben,2,"open', `carl,4,${someHash}`),
    );
    await users(['import', path]);
    const raws = readLines(rejectsOf(path)).map(({ raw }) => raw);
    expect(raws).toEqual([['anna', '1', someHash, 'more'], 'ben,2,"open']);
    const again = await usersJson(['import', rejectsOf(path)]);
    expect([again.exitCode, again.document]).toMatchObject([1, { added: 0, rejected: 2 }]);
    const reject_reason = 'The row is not mended yet: write an object with columns instead of its raw';
    expect(readLines(rejectsOf(rejectsOf(path)))).toEqual([
      { reject_reason, reject_line: 1, raw: raws[0] },
      { reject_reason, reject_line: 2, raw: raws[1] },
    ]);
  });

  it('that has a column raw of its own is a row like any other', async () => {
    const row = { reject_reason: 'x', reject_line: 2, raw: 'y', username: 'anna', id: 1, password: someHash };
    const path = writeNew('users.jsonl', `${JSON.stringify(row)}\n`);
    expect((await usersJson(['import', path])).document).toMatchObject({ added: 1, rejected: 0 });
  });

  it('in a JSON document that breaks off leaves what was before it', async () => {
    const row = (name: string, id: number) => JSON.stringify({ username: name, id, password: someHash });
    const path = writeNew('users.json', `[${row('anna', 1)},\n${row('ben', 2)},\n{"user`);
    const { exitCode, document } = await usersJson(['import', path]);
    expect(exitCode).toBe(1);
    expect(document).toMatchObject({
      error: 'file_broken',
      message: expect.stringContaining('no JSON on or after line 3'),
      added: 2,
    });
  });
});

describe('a user who is there', () => {
  it('is never overwritten', async () => {
    await api.putUser({ username: 'anna', id: 'mine', password: otherHash });
    const path = writeNew('users.csv', plainCsv(`Anna,1,${someHash}`));
    expect((await users(['import', path])).exitCode).toBe(1);
    expect(await api.user('anna')).toMatchObject({ id: 'mine', password: otherHash });
    expect(readLines(rejectsOf(path))).toMatchObject([{ username: 'Anna', reject_line: 2 }]);
  });

  it('whose id a row has keeps it, whether it is a number or text', async () => {
    await api.putUser({ username: 'anna', id: 33, password: someHash });
    const path = writeNew('users.csv', plainCsv(`ben,33,${someHash}`));
    expect((await usersJson(['import', path])).document).toMatchObject({ added: 0, rejected: 1 });
    const again = await usersJson(['import', path, '--shared-ids', '--rejects', newPath('rejects')]);
    expect(again.document).toMatchObject({ added: 1, rejected: 0 });
  });
});

describe('options', () => {
  it('name columns, the type of ids, and the state', async () => {
    const path = writeNew('users.csv', `mail;nr;hash;on\nAnna@example.com;7;${someHash};f\n`);
    const maps = ['mail=username', 'nr=id', 'hash=password', 'on=activated'].flatMap(map => ['--map', map]);
    const { exitCode } = await users([
      'import',
      path,
      ...maps,
      '--id-type',
      'number',
      '--force-password-change',
    ]);
    expect(exitCode).toBe(0);
    expect(await api.user('anna@example.com')).toEqual({
      username: 'anna@example.com',
      id: 7,
      password: someHash,
      activated: false,
      force_password_change: true,
    });
  });

  it('--inactive lets nobody in, and --password-input says what was hashed', async () => {
    const path = writeNew('users.csv', plainCsv(`anna,1,${someHash}`));
    await users(['import', path, '--inactive', '--password-input', 'password+id']);
    expect(await api.user('anna')).toMatchObject({ activated: false, password_input: 'password+id' });
  });

  it('--generate-ids and --generate-passwords make what is missing', async () => {
    const path = writeNew(
      'users.jsonl',
      '{"username":"anna"}\n{"username":"ben","password":"$argon2id$v=19$x"}\n',
    );
    const passwords = newPath('passwords.jsonl');
    const args = ['import', path, '--generate-ids', '--generate-passwords', passwords];
    const { document, err } = await usersJson(args);
    expect(document).toMatchObject({ added: 2, generated_passwords: 2, ids: { generated: 2 }, passwords });
    expect(modeOf(passwords)).toBe('600');
    const generated = readLines(passwords);
    expect(generated.map(({ username }) => username)).toEqual(['anna', 'ben']);
    expect(JSON.stringify(document) + err).not.toContain(generated[0]?.['password']);
    expect((await api.user('anna'))?.['id']).toMatch(/^[0-9a-f-]{36}$/);
    const { body } = await signIn('ben', String(generated[1]?.['password']));
    expect(body).toMatchObject({ error_code: 'change_password' });
  });

  it.each([
    ['--map', 'email', '--map is column=attribute'],
    ['--map', 'email=mail', '--map is column=attribute'],
    ['--map', 'email=username', 'There is no column email'],
    ['--id-type', 'uuid', '--id-type is number or string'],
    ['--password-input', 'md5', '--password-input is one of'],
    ['--generate-passwords', import.meta.filename, 'exists already'],
    ['--rejects', '/nowhere/at/all', 'The file /nowhere/at/all cannot be written: there is no such folder.'],
    ['--rejects', '/', 'The file / cannot be written: it is a folder.'],
  ])('%s %s is wrong usage', async (option, value, sentence) => {
    const path = writeNew('users.csv', plainCsv(`anna,1,${someHash}`));
    const { exitCode, err } = await users(['import', path, option, value]);
    expect(exitCode).toBe(2);
    expect(err).toContain(sentence);
    expect(await api.user('anna')).toBeUndefined();
  });

  it('without a file there is nothing to import', async () => {
    expect((await users(['import'])).exitCode).toBe(2);
  });
});

it('A CSV without column names does not show what is in its first line', async () => {
  const path = writeNew('users.csv', `anna,1,${someHash}\nben,2,${someHash}\n`);
  const { exitCode, out, err } = await users(['import', path]);
  expect(exitCode).toBe(2);
  expect(err).toContain('There is no column username');
  expect(out + err).not.toContain(someHash.slice(7));
});

it('what an earlier import has rejected stays, and a later one has a file of its own', async () => {
  const path = writeNew('users.csv', plainCsv('anna,1,x'));
  await users(['import', path]);
  writeFileSync(path, plainCsv(`anna,1,${someHash}`, 'ben,2,y'));
  const { exitCode, document } = await usersJson(['import', path]);
  expect(exitCode).toBe(1);
  expect(document).toMatchObject({ added: 1, rejects: `${path}.rejects-2.jsonl` });
  expect(readLines(rejectsOf(path))).toMatchObject([{ username: 'anna' }]);
  expect(readLines(`${path}.rejects-2.jsonl`)).toMatchObject([{ username: 'ben' }]);
});

describe('JSON lines', () => {
  const line = (username: string, id: string) => JSON.stringify({ username, id, password: someHash });

  it.each([
    ['is no user', '{"name":"ben"}'],
    ['is no JSON', '"ben",2'],
  ])('whose first line %s are imported without it', async (_, first) => {
    const path = writeNew('users.jsonl', `${first}\n${line('anna', '1')}\n`);
    const { exitCode, document } = await usersJson(['import', path]);
    expect(exitCode).toBe(1);
    expect(document).toMatchObject({ added: 1, rejected: 1 });
    expect(readLines(rejectsOf(path))).toMatchObject([{ reject_line: 1 }]);
  });

  it('of another system are recognised after a first line that is none of it', async () => {
    const user = { email: 'anna@example.com', _id: { $oid: 'x1' }, passwordHash: someHash };
    const path = writeNew('users.ndjson', `{"name":"ben"}\n${JSON.stringify(user)}\n`);
    expect((await usersJson(['import', path])).document).toMatchObject({
      kind: 'auth0',
      added: 1,
      rejected: 1,
    });
  });

  it.each([1, 99, 5000])('without the column of the name are refused as a whole: %i of them', async count => {
    const path = writeNew('users.jsonl', '{"mail":"anna@example.com"}\n'.repeat(count));
    const { exitCode, err } = await users(['import', path]);
    expect(exitCode).toBe(2);
    expect(err).toContain('There is no column username: name the column that has it, as in --map');
    expect(existsSync(rejectsOf(path))).toBe(false);
  });
});
