/**
 * Auth0: the export of password hashes, which its support makes on request: JSON lines, hashes of the form `$2b$10$`.
 * https://support.auth0.com/center/s/article/How-to-Use-the-Password-Hashes-Export-from-Auth0
 */
import { type Columns, columnsOf } from '../source/source-row.ts';
import { hasColumns, type SourceKind } from './source-kind.ts';

/** The user's id in tokens and everywhere else: `auth0|` and `alt_id`, or `_id` without one. */
function idOf(columns: Columns): string | null {
  const id = columns['alt_id'] ?? columnsOf(columns['_id'])?.['$oid'];
  return typeof id === 'string' ? `auth0|${id}` : null;
}

/** Some exports have the address among the identifiers only. */
function emailOf(columns: Columns): unknown {
  if (typeof columns['email'] === 'string') return columns['email'];
  const identifiers = Array.isArray(columns['identifiers']) ? columns['identifiers'] : [];
  return identifiers.map(columnsOf).find(identifier => identifier?.['type'] === 'email')?.['value'];
}

export const auth0: SourceKind = {
  name: 'auth0',
  recognises: columns => hasColumns(columns, '_id', 'passwordHash'),
  columns: { username: 'email', id: '_id', password: 'passwordHash', activated: 'activated' },
  userColumns: columns => ({
    ...columns,
    email: emailOf(columns),
    _id: idOf(columns),
    activated: columns['blocked'] !== true,
  }),
};
