/** The options of `import`, as they are typed and as they are meant. */

import { isPasswordInput, passwordInputs } from '../../lib/passwords/password-input.ts';
import type { GlobalOptions } from '../command-context.ts';
import { UsageError } from '../usage-error.ts';
import { kindNamed, kindNames } from './kinds/recognise-kind.ts';
import { type SourceKind, type Target, type TargetColumns, targets } from './kinds/source-kind.ts';
import type { JudgeOptions } from './users/judge-user.ts';
import type { ReplaceOptions } from './write/write-user.ts';

/** As commander has them. */
export interface ImportOptions extends GlobalOptions {
  readonly from?: string;
  readonly map?: readonly string[];
  readonly dryRun?: true;
  readonly replace?: true;
  readonly replaceIds?: true;
  readonly idType?: string;
  readonly generateIds?: true;
  readonly generatePasswords?: string;
  readonly passwordInput?: string;
  readonly sharedIds?: true;
  readonly inactive?: true;
  readonly forcePasswordChange?: true;
  readonly rejects?: string;
  readonly sessions?: string;
}

/** The columns that `--map column=attribute` names. */
function mapOf(entries: readonly string[]): TargetColumns {
  return Object.fromEntries(
    entries.map(entry => {
      // A column can have a = in its name, an attribute has none.
      const at = entry.lastIndexOf('=');
      const target = entry.slice(at + 1);
      if (at < 1 || !targets.some(known => known === target)) {
        throw new UsageError(`--map is column=attribute, with one of the attributes ${targets.join(', ')}.`);
      }
      return [target as Target, entry.slice(0, at)];
    }),
  );
}

function kindOf(name: string | undefined): SourceKind | null {
  if (name === undefined) return null;
  const kind = kindNamed(name);
  if (kind === null) throw new UsageError(`--from is one of ${kindNames.join(', ')}.`);
  return kind;
}

function idTypeOf(type: string | undefined): JudgeOptions['idType'] {
  if (type === undefined || type === 'number' || type === 'string') return type ?? null;
  throw new UsageError('--id-type is number or string.');
}

function passwordInputOf(input: string | undefined): JudgeOptions['passwordInput'] {
  if (input === undefined || isPasswordInput(input)) return input ?? null;
  throw new UsageError(`--password-input is one of ${passwordInputs.join(', ')}.`);
}

/**
 * What the options mean for the rows.
 * @throws {UsageError} if one of them has a value that it cannot have
 */
export function rowOptionsOf(options: ImportOptions): {
  readonly kind: SourceKind | null;
  readonly map: TargetColumns;
  readonly options: JudgeOptions;
} {
  return {
    kind: kindOf(options.from),
    map: mapOf(options.map ?? []),
    options: {
      idType: idTypeOf(options.idType),
      generateIds: options.generateIds === true,
      generatePasswords: options.generatePasswords !== undefined,
      passwordInput: passwordInputOf(options.passwordInput),
      inactive: options.inactive === true,
      forcePasswordChange: options.forcePasswordChange === true,
    },
  };
}

/**
 * Which users who are there are overwritten.
 * @throws {UsageError} if only their ids are
 */
export function replaceOptionsOf(options: ImportOptions): ReplaceOptions {
  const [replace, replaceIds] = [options.replace === true, options.replaceIds === true];
  if (replaceIds && !replace) throw new UsageError('--replace-ids needs --replace.');
  return { replace, replaceIds };
}
