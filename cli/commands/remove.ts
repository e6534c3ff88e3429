/** `remove`: a user, with all sessions. */
import { Command } from 'commander';
import type { CommandContext, GlobalOptions, RunCommand } from '../command-context.ts';
import { type CommandResult, done } from '../command-result.ts';
import { askUnlessYes } from '../confirmation.ts';
import { orSayWhatMayBe } from '../half-done.ts';
import { quoted } from '../output/printable.ts';
import { deleteRow } from '../rows/delete-row.ts';
import { exactOption, nameOf } from '../rows/exact-name.ts';
import { findRow, noSuchUser } from '../rows/find-row.ts';
import { deleteSessionsOfGoneRow } from '../rows/sessions-of-row.ts';
import { anotherUserByNow, describeUser } from '../rows/shown-user.ts';
import { summaryOf } from '../rows/user-summary.ts';

interface RemoveOptions extends GlobalOptions {
  readonly exact?: true;
}

const examples = `
Examples:
  npm run users -- remove anna.meier
  npm run users -- remove --exact Anna.Meier --yes    a row under a name that is not canonical

The sessions are deleted too: who is added again with the same id would have them back. Access tokens end within the
hour. To lock somebody out for a while: deactivate`;

/** For the sentence about a failure: what it means if sessions stay under a name that no row has any more. */
const sessionsMayBeLeft = (username: string): string =>
  `sessions may be left. Nobody can use them, but until they expire a user who gets the name ${quoted(username)} with the same id has them back; docs/users.md says how to end them`;

async function remove(
  context: CommandContext,
  typed: string,
  options: RemoveOptions,
): Promise<CommandResult> {
  const { connection } = context;
  const { username, note } = nameOf(typed, options);
  const row = await findRow(connection, username);
  if (row === null) return noSuchUser(connection, username);
  const { id } = summaryOf(row);
  const who = describeUser(row);
  const refusal = await askUnlessYes(context, `Remove ${who} from ${connection.place} for good?`);
  if (refusal !== null) return refusal;
  const shownAs = options.exact === true ? `--exact ${quoted(username)}` : quoted(username);
  const isDeleted = await orSayWhatMayBe(
    deleteRow(connection, row),
    `${who} may be gone: look with show ${shownAs}. If the user is there, the same command again removes user and sessions. If not, ${sessionsMayBeLeft(username)}`,
  );
  if (!isDeleted) return anotherUserByNow(row);
  // After the row is gone no session can begin.
  const whatIsLeft = `Removed ${who}, but ${sessionsMayBeLeft(username)}`;
  const ended = await deleteSessionsOfGoneRow(connection, row, whatIsLeft);
  return done(
    { username, id, deleted_sessions: ended },
    ...note,
    `Removed ${who} from ${connection.place}, and ${ended === 1 ? '1 session' : `${ended} sessions`}.`,
  );
}

/** The command. */
export const removeCommand = (run: RunCommand): Command =>
  new Command('remove')
    .description('remove a user for good')
    .argument('<name>')
    .option(...exactOption)
    .addHelpText('after', examples)
    .action((name: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<RemoveOptions>();
      return run(options, context => remove(context, name, options));
    });
