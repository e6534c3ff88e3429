/** `end-sessions`: ends all sessions of a user, or one. */
import { Command } from 'commander';
import type { CommandContext, GlobalOptions, RunCommand } from '../command-context.ts';
import { type CommandResult, done, refused } from '../command-result.ts';
import { askUnlessYes } from '../confirmation.ts';
import { quoted } from '../output/printable.ts';
import { changeRow } from '../rows/change-row.ts';
import { endingAllSessions } from '../rows/end-all-sessions.ts';
import { findRow, noSuchUser } from '../rows/find-row.ts';
import { liveSessionsOf } from '../rows/live-sessions.ts';
import { deleteSessions } from '../rows/sessions-of-row.ts';
import { describeUser } from '../rows/shown-user.ts';
import { typedName } from '../rows/typed-name.ts';

interface EndSessionsOptions extends GlobalOptions {
  readonly session?: string;
}

const examples = `
Examples:
  npm run users -- end-sessions anna.meier
  npm run users -- end-sessions anna.meier --session 4f2c6b0e-3c1d-4a5b-8e9f-0a1b2c3d4e5f

Access tokens that were handed out end within the hour. It also mends a sessions_valid_from that is no time.`;

async function endSessions(
  context: CommandContext,
  typed: string,
  { session: wanted }: EndSessionsOptions,
): Promise<CommandResult> {
  const { connection, now } = context;
  const { username, note } = typedName(typed);
  const row = await findRow(connection, username);
  if (row === null) return noSuchUser(connection, username);
  const live = await liveSessionsOf(connection, row, now());
  const ended = wanted === undefined ? live : live.filter(({ id }) => id === wanted);
  if (wanted !== undefined && ended.length === 0) {
    return refused('no_such_session', `${quoted(username)} has no such session; see: sessions`);
  }
  const what = wanted === undefined ? `all sessions (${live.length})` : 'this session';
  const question = `End ${what} of ${describeUser(row)} in ${connection.place}?`;
  const refusal = await askUnlessYes(context, question);
  if (refusal !== null) return refusal;
  if (wanted === undefined) {
    const change = await changeRow(connection, row, current => endingAllSessions(current, now()));
    if (!change.changed) return change.refusal;
  } else await deleteSessions(connection, ended);
  return done(
    { username, ended: ended.map(({ id }) => id) },
    ...note,
    `Ended ${wanted === undefined ? 'all sessions' : 'one session'} of ${quoted(username)} in ${connection.place}: ${ended.length}. Access tokens end within the hour.`,
  );
}

/** The command. */
export const endSessionsCommand = (run: RunCommand): Command =>
  new Command('end-sessions')
    .description('end all sessions of a user, or one')
    .argument('<name>')
    .option('--session <id>', 'only this one, by its id')
    .addHelpText('after', examples)
    .action((name: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<EndSessionsOptions>();
      return run(options, context => endSessions(context, name, options));
    });
