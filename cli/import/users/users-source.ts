/** A file of users, and how it is read. */
import type { SourceKind, TargetColumns } from '../kinds/source-kind.ts';
import type { Container } from '../source/recognise-container.ts';
import type { JudgeOptions } from './judge-user.ts';

/** A file, and how it is read. */
export interface UsersSource {
  readonly path: string;
  readonly container: Container;
  /** The system that `--from` names; null: it is recognised. */
  readonly kind: SourceKind | null;
  /** Columns that `--map` names. */
  readonly map: TargetColumns;
  readonly options: JudgeOptions;
}
