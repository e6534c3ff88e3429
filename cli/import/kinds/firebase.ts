/**
 * Firebase: `firebase auth:export users.json`: `{"users": [ … ]}`. https://firebase.google.com/docs/cli/auth
 * `passwordHash` is Base64. It is Firebase's own scrypt, or what was imported there, such as bcrypt.
 */
import type { Columns } from '../source/source-row.ts';
import { hasColumns, type SourceKind } from './source-kind.ts';

/** The text of a bcrypt hash in Base64, or else the Base64 as it is. */
function passwordOf({ passwordHash }: Columns): unknown {
  if (typeof passwordHash !== 'string') return passwordHash;
  const decoded = Buffer.from(passwordHash, 'base64').toString('latin1');
  return decoded.startsWith('$2') ? decoded : passwordHash;
}

export const firebase: SourceKind = {
  name: 'firebase',
  recognises: columns => hasColumns(columns, 'localId'),
  columns: { username: 'email', id: 'localId', password: 'passwordHash', activated: 'activated' },
  userColumns: columns => ({
    ...columns,
    passwordHash: passwordOf(columns),
    activated: columns['disabled'] !== true,
  }),
  otherHashes: 'scrypt of Firebase',
};
