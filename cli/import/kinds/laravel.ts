/**
 * Laravel: its table `users` as CSV. The columns: laravel/laravel, 0001_01_01_000000_create_users_table.php. Its hashes
 * are `$2y$12$` (`$2y$10$` before Laravel 11). Whoever has not confirmed the address can sign in there too. Its SoftDeletes
 * put a time into `deleted_at`, and nobody who was deleted can sign in.
 */
import { hasColumns, isEmpty, type SourceKind } from './source-kind.ts';

export const laravel: SourceKind = {
  name: 'laravel',
  recognises: columns => hasColumns(columns, 'email', 'password', 'remember_token'),
  columns: { username: 'email', id: 'id', password: 'password', activated: 'activated' },
  userColumns: columns => ({ ...columns, activated: isEmpty(columns['deleted_at']) }),
};
