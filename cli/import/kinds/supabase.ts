/**
 * Supabase: the table `auth.users` as CSV (`\copy auth.users to users.csv csv header`, or the dashboard's export).
 * The columns: supabase/auth, migrations. Its hashes are `$2a$10$`.
 */
import type { Columns } from '../source/source-row.ts';
import { hasColumns, isEmpty, type SourceKind } from './source-kind.ts';

const confirmations = ['email_confirmed_at', 'phone_confirmed_at', 'confirmed_at'];

/** Supabase lets nobody in who has not confirmed, is banned for now, or was deleted softly. */
function isActive(columns: Columns, nowEpochMs: number): boolean {
  const known = confirmations.filter(name => Object.hasOwn(columns, name));
  const isConfirmed = known.length === 0 || known.some(name => !isEmpty(columns[name]));
  const bannedUntil = Date.parse(String(columns['banned_until'] ?? ''));
  // A time that cannot be read (`infinity` of PostgreSQL) bans for ever.
  const isBanned = !isEmpty(columns['banned_until']) && !(bannedUntil <= nowEpochMs);
  return isConfirmed && !isBanned && isEmpty(columns['deleted_at']);
}

export const supabase: SourceKind = {
  name: 'supabase',
  recognises: columns =>
    hasColumns(columns, 'encrypted_password', 'email') &&
    ['instance_id', 'raw_app_meta_data', 'aud'].some(name => Object.hasOwn(columns, name)),
  columns: { username: 'email', id: 'id', password: 'encrypted_password', activated: 'activated' },
  userColumns: (columns, nowEpochMs) => ({ ...columns, activated: isActive(columns, nowEpochMs) }),
};
