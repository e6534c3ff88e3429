/**
 * Whether `.env` has lost a part of the secret. The framework reads it with dotenv and dotenv-expand: outside of quotes,
 * `#` ends a value; inside and outside, `$NAME` is replaced, by nothing if NAME is not set. What is left can be long
 * enough to pass for a secret, or empty, which counts as not set.
 */
import { existsSync, readFileSync } from 'node:fs';

type Environment = Readonly<Record<string, string | undefined>>;

/** How to write it. */
export const howToWriteASecret =
  'In .env, # ends a value and $NAME is replaced: put the value into single quotes, and write \\$ for each $.';

/** `$NAME` or `${NAME}`, with what dotenv-expand takes for the name. */
const variablePattern = /(?<!\\)\$(?:\{(?<braced>[^{}]+)\}|(?<bare>[A-Za-z_][A-Za-z0-9_]*))/g;

/** The file that the framework reads: that of the stage, or else `.env`. */
function envFile(stage: string): string | null {
  return [`.env.${stage}`, '.env'].find(file => existsSync(file)) ?? null;
}

/** What stands behind `JWT_SECRET=`; the last one counts. */
function writtenSecret(stage: string): string | null {
  const file = envFile(stage);
  if (file === null) return null;
  const lines = readFileSync(file, 'utf8').matchAll(
    /^\s*(?:export\s+)?JWT_SECRET(?:[^\S\r\n]*=|:\s)(?<text>[^\r\n]*)/gm,
  );
  return [...lines].at(-1)?.groups?.['text']?.trim() ?? null;
}

/** The value with its quotes taken off, or up to `#`; and whether that is a cut rather than a comment. */
function unquote(written: string): { value: string; isCut: boolean } {
  const quoted = /^(?<quote>['"`])(?<value>.*)\k<quote>\s*(?:#.*)?$/.exec(written)?.groups?.['value'];
  if (quoted !== undefined) return { value: quoted, isCut: false };
  const [value = ''] = written.split('#', 1);
  // A space on either side of the `#` makes it a comment.
  return { value: value.trim(), isCut: /(^|\S)#\S/.test(written) };
}

/** The value with its variables replaced; and whether one was hardly meant as such. */
function expand(value: string, environment: Environment): { value: string; isReplaced: boolean } {
  let isReplaced = false;
  const expanded = value.replaceAll(variablePattern, (variable, braced?: string, bare?: string) => {
    const replacement = environment[braced ?? bare ?? ''] ?? '';
    // `${NAME:-something}` is nobody's secret.
    const isMeant = replacement !== '' && (variable === value || braced !== undefined);
    if (!isMeant && !/[:+-]/.test(braced ?? '')) isReplaced = true;
    return replacement;
  });
  return { value: expanded.replaceAll('\\$', '$'), isReplaced };
}

/** Whether a file `.env` says `JWT_SECRET`, so that a bad one can come from there. */
export function isSecretInEnvFile(stage: string): boolean {
  return writtenSecret(stage) !== null;
}

/** Whether the secret of this environment is what is left of that in `.env`. One that the shell sets is not. */
export function isSecretCutInEnvFile(stage: string, environment: Environment): boolean {
  const written = writtenSecret(stage);
  if (written === null) return false;
  const { value, isCut } = unquote(written);
  const expanded = expand(value, environment);
  return (isCut || expanded.isReplaced) && expanded.value === (environment['JWT_SECRET'] ?? '');
}
