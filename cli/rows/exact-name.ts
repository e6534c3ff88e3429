/** The option `--exact`: a row can be under a name that is not canonical, which only its exact name finds. */
import { storedName } from './stored-name.ts';
import { typedName } from './typed-name.ts';

/** For commander. */
export const exactOption = ['--exact', 'take the name as it is stored, not in canonical form'] as const;

/**
 * The name of the row that was meant, and the sentence about it if another name was typed.
 * @throws {UsageError} if there can be no such row
 */
export function nameOf(
  typed: string,
  { exact }: { readonly exact?: true },
): { readonly username: string; readonly note: readonly string[] } {
  return exact === true ? { username: storedName(typed), note: [] } : typedName(typed);
}
