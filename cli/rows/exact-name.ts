/** The option `--exact`: a row can be under a name that is not canonical, which only its exact name finds. */
import { typedName } from './typed-name.ts';

/** For commander. */
export const exactOption = ['--exact', 'take the name as it is stored, not in canonical form'] as const;

/** The name of the row that was meant, and the sentence about it if another name was typed. */
export function nameOf(
  typed: string,
  { exact }: { readonly exact?: true },
): { readonly username: string; readonly note: readonly string[] } {
  return exact === true ? { username: typed, note: [] } : typedName(typed);
}
