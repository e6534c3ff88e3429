/** Each file of fixtures/, as it comes out of its system: recognised, imported, and who can sign in then. */
import { describe, expect, it } from 'vitest';
import { routeEvent } from '../../support/event-builder.ts';
import { copyFixture, newPath, readLines, someHash, writeNew } from '../../support/import-files.ts';
import { hookImports } from '../../support/imports-into-empty-table.ts';
import { api, signIn, users, usersJson } from '../../support/users-command.ts';

hookImports();

const rejectsOf = (path: string) =>
  readLines(`${path}.rejects.jsonl`).map(({ reject_reason, reject_line }) => [reject_line, reject_reason]);

describe('a file of', () => {
  it('Supabase: whoever could sign in there can here', async () => {
    const path = copyFixture('supabase-auth-users.csv');
    const { exitCode, document } = await usersJson(['import', path]);
    expect(exitCode).toBe(1);
    expect(document).toMatchObject({
      kind: 'supabase',
      added: 4,
      rejected: 2,
      can_sign_in: 2,
      not_activated: 2,
    });
    expect((await signIn('anna@example.com', 'Passwort anna')).status).toBe(200);
    expect((await signIn('fritz@example.com', 'Passwort fritz')).status).toBe(200);
    for (const name of ['ben', 'carla']) {
      expect((await signIn(`${name}@example.com`, `Passwort ${name}`)).body).toMatchObject({
        error_code: 'not_activated',
      });
    }
    expect(rejectsOf(path)).toEqual([
      [5, 'column encrypted_password has no password: --generate-passwords makes one'],
      [6, 'column email is empty: a user needs a name'],
    ]);
    expect(await api.user('anna@example.com')).toMatchObject({ id: '5d0a3c1e-5f0e-4d4f-9b65-0b2f1c1c0001' });
  });

  it('Supabase with quotes around every cell: an empty one confirms nobody', async () => {
    const header = 'instance_id,id,aud,email,encrypted_password,email_confirmed_at,banned_until,deleted_at';
    const cells = ['0', '7', 'authenticated', 'dora@example.com', someHash, '', '', ''];
    const path = writeNew('users.csv', `${header}\n${cells.map(cell => `"${cell}"`).join(',')}\n`);
    expect((await usersJson(['import', path])).document).toMatchObject({ added: 1, not_activated: 1 });
  });

  it('Laravel with SoftDeletes: nobody who was deleted can sign in', async () => {
    const header = 'id,email,password,remember_token,deleted_at';
    const rows = [
      `1,anna@example.com,${someHash},NULL,NULL`,
      `2,ben@example.com,${someHash},NULL,2024-01-02 03:04:05`,
    ];
    const path = writeNew('users.csv', [header, ...rows].join('\n'));
    const { document } = await usersJson(['import', path]);
    expect(document).toMatchObject({ kind: 'laravel', added: 2, can_sign_in: 1, not_activated: 1 });
  });

  it('Auth0: ids are those of its tokens', async () => {
    const { exitCode, document } = await usersJson(['import', copyFixture('auth0-export.ndjson')]);
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({ kind: 'auth0', rejected: 0 });
    expect(await api.user('anna@example.com')).toMatchObject({ id: 'auth0|5dea9f9c82dd7c0e76e4ec93' });
    expect(await api.user('ben@example.com')).toMatchObject({ id: 'auth0|euclid' });
    expect((await signIn('carla@example.com', 'Passwort carla')).status).toBe(200);
  });

  it('Django: both of its bcrypts; the others get a generated password', async () => {
    const path = copyFixture('django-dumpdata.json');
    const passwords = newPath('passwords.jsonl');
    const { exitCode, document } = await usersJson(['import', path, '--generate-passwords', passwords]);
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({
      kind: 'django',
      rows: 9,
      skipped: 2,
      added: 7,
      generated_passwords: 4,
      ids: { number: 7 },
      hash_formats: {
        'bcrypt $2b$, cost 10 of sha256-hex': 1,
        'bcrypt $2b$, cost 10': 2,
        'PBKDF2, perhaps of Django': 1,
        scrypt: 1,
        Argon2: 1,
        "Django's mark for no usable password": 1,
      },
    });
    expect(await api.user('anna')).toMatchObject({ id: 1, password_input: 'sha256-hex' });
    expect((await signIn('anna', 'Passwort anna')).status).toBe(200);
    expect((await signIn('ben', 'Passwort ben')).status).toBe(200);
    expect((await signIn('carla', 'Passwort Carla')).body).toMatchObject({ error_code: 'not_activated' });
    const generated = readLines(passwords);
    expect(generated.map(({ username }) => username)).toEqual(['dora', 'emil', 'fritz', 'gabi']);
    for (const { username, password } of generated) {
      expect((await signIn(String(username), String(password))).body).toMatchObject({
        error_code: 'change_password',
      });
    }
  });

  it('Laravel: names that become one, and ids that two have, are found', async () => {
    const path = copyFixture('laravel-users.csv');
    const { document } = await usersJson(['import', path, '--dry-run']);
    expect(document).toMatchObject({
      kind: 'laravel',
      rows: 5,
      rejected: 3,
      ids: { string: 2 },
      reasons: [
        { column: 'password', first: [{ at: 4 }] },
        {
          column: 'email',
          reason: 'becomes the name of an earlier row',
          first: [{ at: 6, other: 'line 2' }],
        },
        { column: 'id', reason: 'is the id of an earlier row', first: [{ at: 7, other: 'line 3' }] },
      ],
    });
  });

  it('DatePoll: the id is part of what was hashed, and sessions come along', async () => {
    const path = copyFixture('datepoll-users.csv');
    const tokens = copyFixture('datepoll-user-tokens.csv');
    const { exitCode, document } = await usersJson([
      'import',
      path,
      '--id-type',
      'number',
      '--sessions',
      tokens,
    ]);
    expect(exitCode).toBe(1);
    expect(document).toMatchObject({
      kind: 'datepoll',
      added: 3,
      can_sign_in: 1,
      not_activated: 1,
      must_change_password: 1,
      sessions: { added: 1, skipped: 1, rejected: 2 },
    });
    expect(await api.user('st.huber')).toMatchObject({ id: 33, password_input: 'password+id' });
    const redeem = { session_token: 'DatePollTokenOfHuber'.padEnd(64, '1') };
    expect((await api.call(routeEvent('POST /api/auth/IamLoggedIn', { body: redeem }))).status).toBe(202);
    expect((await signIn('st.huber', 'Passwort huber')).status).toBe(200);
    expect((await signIn('first.login', 'Passwort login')).body).toMatchObject({
      error_code: 'change_password',
    });
    expect(readLines(`${tokens}.rejects.jsonl`)).toMatchObject([
      { reject_line: 3, reject_reason: 'column user_id is the id of no user in the table' },
      { reject_line: 5, reject_reason: expect.stringMatching(/^column token is no session token/) },
    ]);
  });

  it('Firebase: its own hashes are named, and imported bcrypt hashes are used', async () => {
    const path = copyFixture('firebase-users.json');
    const { document } = await usersJson(['import', path, '--dry-run']);
    expect(document).toMatchObject({
      kind: 'firebase',
      rows: 3,
      rejected: 2,
      hash_formats: { 'scrypt of Firebase': 1, 'bcrypt $2y$, cost 10': 1, none: 1 },
    });
  });
});

describe('--from', () => {
  it('names the system if it is not recognised', async () => {
    const path = copyFixture('laravel-users.csv');
    expect(await users(['import', path, '--from', 'plain', '--dry-run'])).toMatchObject({
      exitCode: 2,
      err: 'There is no column username: name the column that has it, as in --map other=username.\n',
    });
  });

  it('that is unknown is refused', async () => {
    const { exitCode, err } = await users(['import', copyFixture('laravel-users.csv'), '--from', 'ldap']);
    expect(exitCode).toBe(2);
    expect(err).toBe('--from is one of firebase, auth0, django, supabase, datepoll, laravel, plain.\n');
  });
});
