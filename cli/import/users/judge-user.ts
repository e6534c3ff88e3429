/** Decides whether a row becomes a user, and which. */
import {
  isPasswordInput,
  type PasswordInput,
  passwordInputs,
} from '../../../lib/passwords/password-input.ts';
import type { SourceKind, Target, TargetColumns } from '../kinds/source-kind.ts';
import type { Columns } from '../source/source-row.ts';
import type { ImportedUser } from './imported-user.ts';
import { type IdType, parseFlag, parseId, parseUsername, parseValidFrom } from './parse-cells.ts';
import type { Parsed, Problem } from './problem.ts';
import { type RecognisedHash, recogniseHash } from './recognise-hash.ts';

/** What the operator asked for. */
export interface JudgeOptions {
  readonly idType: IdType;
  readonly generateIds: boolean;
  readonly generatePasswords: boolean;
  readonly passwordInput: PasswordInput | null;
  readonly inactive: boolean;
  readonly forcePasswordChange: boolean;
}

/** A user, or why the row becomes none. `hashFormat` is for counting. */
export type Judgement = { readonly hashFormat: string } & (
  | { readonly user: ImportedUser; readonly isRenamed: boolean }
  | { readonly problem: Problem }
);

const none: RecognisedHash = { usable: false, format: 'none' };

/** Judges the columns of a user of a system. */
export function judgeUser(
  columns: Columns,
  kind: SourceKind,
  targetColumns: TargetColumns,
  options: JudgeOptions,
): Judgement {
  const cell = (target: Target): unknown => {
    const name = targetColumns[target];
    return name === undefined || !Object.hasOwn(columns, name) ? undefined : columns[name];
  };
  let problem: Problem | null = null;
  /** The value of a target; the first problem is the one that is told. */
  const take = <T>(target: Target, parsed: Parsed<T>): T | null => {
    if ('value' in parsed) return parsed.value;
    problem ??= { column: targetColumns[target] ?? null, reason: parsed.reason };
    return null;
  };

  const username = take('username', parseUsername(cell('username')));
  const id = take('id', idOf(cell('id'), options));
  const stored = cell('password');
  const recognised =
    typeof stored === 'string' && stored !== '' ? recogniseHash(stored, kind.otherHashes) : none;
  const password = take('password', hashOf(recognised, options));
  const input = take('password_input', parsePasswordInput(cell('password_input')));
  const activated = take('activated', flagOf(cell('activated'), true));
  const mustChange = take('force_password_change', flagOf(cell('force_password_change'), false));
  const validFrom = take('sessions_valid_from', parseValidFrom(cell('sessions_valid_from')));
  const hashFormat = recognised.format;
  if (problem !== null || username === null) {
    return { hashFormat, problem: problem ?? { column: null, reason: 'is no user' } };
  }
  const ownInput = recognised.usable ? recognised.passwordInput : null;
  return {
    hashFormat,
    isRenamed: username !== cell('username'),
    user: {
      username,
      id,
      password,
      password_input:
        password === null ? null : (ownInput ?? input ?? options.passwordInput ?? kind.passwordInput ?? null),
      activated: activated === true && !options.inactive,
      // Whoever got a generated password knows that somebody else has seen it.
      force_password_change: mustChange === true || options.forcePasswordChange || password === null,
      sessions_valid_from: validFrom,
    },
  };
}

function idOf(cell: unknown, { idType, generateIds }: JudgeOptions): ReturnType<typeof parseId> {
  const parsed = parseId(cell, idType);
  if (!('value' in parsed) || parsed.value !== null || generateIds) return parsed;
  return { reason: 'is empty: a user needs an id, and --generate-ids makes one' };
}

function hashOf(recognised: RecognisedHash, { generatePasswords }: JudgeOptions): Parsed<string | null> {
  if (recognised.usable) return { value: recognised.hash };
  if (generatePasswords) return { value: null };
  return recognised === none
    ? { reason: 'has no password: --generate-passwords makes one' }
    : { reason: `has no usable hash (${recognised.format}): --generate-passwords makes a new password` };
}

/** A flag that a table without such a column has for all. */
const flagOf = (cell: unknown, otherwise: boolean): Parsed<boolean> =>
  cell === undefined ? { value: otherwise } : parseFlag(cell);

function parsePasswordInput(cell: unknown): Parsed<PasswordInput | null> {
  if (cell === undefined || cell === null || cell === '') return { value: null };
  if (typeof cell === 'string' && isPasswordInput(cell)) return { value: cell };
  return { reason: `has to be one of ${passwordInputs.join(', ')}, or empty` };
}
