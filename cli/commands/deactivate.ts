/** `deactivate`: nobody can sign in as this user, or redeem a session. */
import { Command } from 'commander';
import type { CommandContext, GlobalOptions, RunCommand } from '../command-context.ts';
import { type CommandResult, done } from '../command-result.ts';
import { askUnlessYes } from '../confirmation.ts';
import { changeRow } from '../rows/change-row.ts';
import { endingAllSessions } from '../rows/end-all-sessions.ts';
import { findRow, noSuchUser } from '../rows/find-row.ts';
import { describeUser } from '../rows/shown-user.ts';
import { typedName } from '../rows/typed-name.ts';
import { summaryLines, summaryOf } from '../rows/user-summary.ts';

interface DeactivateOptions extends GlobalOptions {
  readonly endSessions?: true;
}

const examples = `
Examples:
  npm run users -- deactivate anna.meier
  npm run users -- deactivate anna.meier --end-sessions --yes

From then on nobody signs in as this user or redeems a session; access tokens end within the hour. Unless somebody
tries to redeem them meanwhile, sessions come back with activate; with --end-sessions they do not.`;

async function deactivate(
  context: CommandContext,
  typed: string,
  { endSessions }: DeactivateOptions,
): Promise<CommandResult> {
  const { connection } = context;
  const { username, note } = typedName(typed);
  const shown = await findRow(connection, username);
  if (shown === null) return noSuchUser(connection, username);
  const what = `Let nobody in as ${describeUser(shown)} in ${connection.place}`;
  const refusal = await askUnlessYes(context, `${what}${endSessions ? ', and end all sessions' : ''}?`);
  if (refusal !== null) return refusal;
  const change = await changeRow(connection, shown, row => ({
    activated: false,
    ...(endSessions && endingAllSessions(row, context.now())),
  }));
  if (!change.changed) return change.refusal;
  const summary = summaryOf(change.row);
  return done({ user: summary }, ...note, `Deactivated in ${connection.place}.`, ...summaryLines(summary));
}

/** The command. */
export const deactivateCommand = (run: RunCommand): Command =>
  new Command('deactivate')
    .description('let nobody in as this user')
    .argument('<name>')
    .option('--end-sessions', 'end all sessions for good')
    .addHelpText('after', examples)
    .action((name: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<DeactivateOptions>();
      return run(options, context => deactivate(context, name, options));
    });
