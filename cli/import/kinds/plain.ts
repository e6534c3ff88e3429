/** A table with our own names of columns, such as what `export` writes. `--map` renames those of others. */
import { type SourceKind, targets } from './source-kind.ts';

export const plain: SourceKind = {
  name: 'plain',
  recognises: () => true,
  columns: Object.fromEntries(targets.map(target => [target, target])),
};
