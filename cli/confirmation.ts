/** Asks before something is done that cannot be undone. */
import type { CommandContext } from './command-context.ts';
import { type CommandResult, refused } from './command-result.ts';
import { printable } from './output/printable.ts';
import { UsageError } from './usage-error.ts';

/**
 * Null if the person says yes, or said `--yes`; the refusal if not.
 * @throws {UsageError} if there is nobody to ask
 */
export async function askUnlessYes(
  { terminal, yes }: CommandContext,
  question: string,
): Promise<CommandResult | null> {
  if (yes) return null;
  if (!terminal.isInteractive) {
    throw new UsageError(`There is no terminal to ask on (${question}): add --yes if it is meant.`);
  }
  return (await terminal.confirm(printable(question))) ? null : refused('cancelled', 'Nothing was changed.');
}
