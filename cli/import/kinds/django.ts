/**
 * Django: `manage.py dumpdata auth.user`, or of one's own user model: a JSON array (or with `--format jsonl` JSON lines) of
 * `{"model", "pk", "fields"}`. https://docs.djangoproject.com/en/5.2/topics/serialization/
 */
import { columnsOf } from '../source/source-row.ts';
import { hasColumns, type SourceKind } from './source-kind.ts';

export const django: SourceKind = {
  name: 'django',
  // dumpdata with --natural-primary leaves the pk out.
  recognises: columns => hasColumns(columns, 'model', 'fields'),
  columns: { username: 'username', id: 'pk', password: 'password', activated: 'is_active' },
  userColumns(columns) {
    const fields = columnsOf(columns['fields']);
    // A dump can have other models too. Users are those with a password.
    return fields !== null && Object.hasOwn(fields, 'password') ? { ...fields, pk: columns['pk'] } : null;
  },
};
