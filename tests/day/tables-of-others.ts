/** The tables of a Laravel and of a Django application, as their own tools write them. */

/** Users of each. */
export const usersOfOthers = 10_000;

/** From PHP's documentation, and made with Python's bcrypt: cheap to compare, and of a lower cost than ours. */
export const laravelPassword = 'rasmuslerdorf';
export const laravelHash = '$2y$07$BCryptRequires22Chrcte/VlQH0piJtjXl.0t1XkA8pw9dMXTpOq';
export const djangoPassword = 'Password1234!';
const djangoHash = '$2b$10$a9e.ikm8dwGiqEW4W48sOuMMQ0Lcmnwm7PBx1qjYi8wECAcNsBxmC';

/** As a column that is too short leaves it. */
export const cutHash = laravelHash.slice(0, -3);

const rows = Array.from({ length: usersOfOthers }, (_, row) => row);

/** Laravel's table as CSV; the hash of `user7000` was cut off. */
export function laravelTable(): string {
  const users = rows.map(row => {
    const hash = row === 7000 ? cutHash : laravelHash;
    return `${row + 1001},User ${row},user${row}@laravel.example,NULL,${hash},NULL,NULL,NULL`;
  });
  return ['id,name,email,email_verified_at,password,remember_token,created_at,updated_at', ...users].join(
    '\n',
  );
}

/** What Django's `dumpdata` prints. */
export const djangoDump = (): string =>
  JSON.stringify(
    rows.map(row => ({
      model: 'auth.user',
      pk: 100_000 + row,
      fields: { username: `django${row}`, password: `bcrypt$${djangoHash}`, is_active: row !== 5000 },
    })),
  );
