/** `activate`: the user can sign in. */
import { Command } from 'commander';
import type { CommandContext, GlobalOptions, RunCommand } from '../command-context.ts';
import { type CommandResult, done } from '../command-result.ts';
import { changeRow } from '../rows/change-row.ts';
import { findRow, noSuchUser } from '../rows/find-row.ts';
import { typedName } from '../rows/typed-name.ts';
import { summaryLines, summaryOf } from '../rows/user-summary.ts';

const examples = `
Example:
  npm run users -- activate anna.meier`;

async function activate({ connection }: CommandContext, typed: string): Promise<CommandResult> {
  const { username, note } = typedName(typed);
  const row = await findRow(connection, username);
  if (row === null) return noSuchUser(connection, username);
  const change = await changeRow(connection, row, () => ({ activated: true }));
  if (!change.changed) return change.refusal;
  const summary = summaryOf(change.row);
  return done({ user: summary }, ...note, `Activated in ${connection.place}.`, ...summaryLines(summary));
}

/** The command. */
export const activateCommand = (run: RunCommand): Command =>
  new Command('activate')
    .description('let the user sign in')
    .argument('<name>')
    .addHelpText('after', examples)
    .action((name: string, _: unknown, command: Command) =>
      run(command.optsWithGlobals<GlobalOptions>(), context => activate(context, name)),
    );
