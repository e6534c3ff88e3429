/** `require-password-change`: the user has to change the password at the next sign-in, or no longer has to. */
import { Command } from 'commander';
import type { CommandContext, GlobalOptions, RunCommand } from '../command-context.ts';
import { type CommandResult, done } from '../command-result.ts';
import { changeRow } from '../rows/change-row.ts';
import { findRow, noSuchUser } from '../rows/find-row.ts';
import { typedName } from '../rows/typed-name.ts';
import { summaryLines, summaryOf } from '../rows/user-summary.ts';

interface RequireOptions extends GlobalOptions {
  readonly off?: true;
}

const examples = `
Examples:
  npm run users -- require-password-change anna.meier
  npm run users -- require-password-change anna.meier --off`;

async function requirePasswordChange(
  { connection }: CommandContext,
  typed: string,
  { off }: RequireOptions,
): Promise<CommandResult> {
  const { username, note } = typedName(typed);
  const row = await findRow(connection, username);
  if (row === null) return noSuchUser(connection, username);
  const change = await changeRow(connection, row, () => ({ force_password_change: off !== true }));
  if (!change.changed) return change.refusal;
  const summary = summaryOf(change.row);
  const sentence = off
    ? 'The password need not be changed any more'
    : 'The password has to be changed at the next sign-in';
  return done({ user: summary }, ...note, `${sentence}, in ${connection.place}.`, ...summaryLines(summary));
}

/** The command. */
export const requirePasswordChangeCommand = (run: RunCommand): Command =>
  new Command('require-password-change')
    .description('have the password changed at the next sign-in')
    .argument('<name>')
    .option('--off', 'it need not be changed any more')
    .addHelpText('after', examples)
    .action((name: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<RequireOptions>();
      return run(options, context => requirePasswordChange(context, name, options));
    });
