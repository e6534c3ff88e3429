/** `show`: one user, and why nobody can sign in as that user. */
import { Command } from 'commander';
import type { CommandContext, GlobalOptions, RunCommand } from '../command-context.ts';
import { type CommandResult, done } from '../command-result.ts';
import { exactOption, nameOf } from '../rows/exact-name.ts';
import { findRow, noSuchUser } from '../rows/find-row.ts';
import { summaryLines, summaryOf } from '../rows/user-summary.ts';

interface ShowOptions extends GlobalOptions {
  readonly exact?: true;
}

const examples = `
Examples:
  npm run users -- show anna.meier
  npm run users -- show --exact Anna.Meier     a row under a name that is not canonical

It judges the row by itself: that another name has the same id is found by check.`;

async function show(
  { connection }: CommandContext,
  typed: string,
  options: ShowOptions,
): Promise<CommandResult> {
  const { username, note } = nameOf(typed, options);
  const row = await findRow(connection, username);
  if (row === null) return noSuchUser(connection, username);
  const summary = summaryOf(row);
  return done({ user: summary }, ...note, ...summaryLines(summary));
}

/** The command. */
export const showCommand = (run: RunCommand): Command =>
  new Command('show')
    .description('show a user, and what is wrong with the row')
    .argument('<name>')
    .option(...exactOption)
    .addHelpText('after', examples)
    .action((name: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<ShowOptions>();
      return run(options, context => show(context, name, options));
    });
