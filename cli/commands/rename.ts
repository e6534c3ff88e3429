/** `rename`: another name for a user, who keeps id and password. */
import { Command } from 'commander';
import type { CommandContext, GlobalOptions, RunCommand } from '../command-context.ts';
import { type CommandResult, done, refused } from '../command-result.ts';
import { askUnlessYes } from '../confirmation.ts';
import type { Connection } from '../connection/connection.ts';
import { quoted } from '../output/printable.ts';
import { exactOption, nameOf } from '../rows/exact-name.ts';
import { findRow, noSuchUser } from '../rows/find-row.ts';
import { renameRow } from '../rows/rename-row.ts';
import { deleteSessions, deleteSessionsOfGoneRow, sessionsOfRow } from '../rows/sessions-of-row.ts';
import { anotherUserByNow, describeUser } from '../rows/shown-user.ts';
import { typedName } from '../rows/typed-name.ts';
import { summaryLines, summaryOf } from '../rows/user-summary.ts';

interface RenameOptions extends GlobalOptions {
  readonly exact?: true;
}

const examples = `
Examples:
  npm run users -- rename anna.meier anna.huber
  npm run users -- rename --exact Anna.Meier anna.meier   a row under a name that is not canonical

The sessions end, since they are kept by name. Id, password and everything else stay.`;

/**
 * For an old name that no row has: a rename that was not answered, or not finished, has left the sessions there. They
 * have the id of the row under the new name, so a name that was only misspelt has none of them.
 */
async function endSessionsLeft(
  connection: Connection,
  oldName: string,
  newName: string,
): Promise<CommandResult> {
  const renamed = await findRow(connection, newName);
  const left = renamed === null ? [] : await sessionsOfRow(connection, { ...renamed, username: oldName });
  if (renamed === null || left.length === 0) return noSuchUser(connection, oldName);
  const ended = await deleteSessions(connection, left);
  const summary = summaryOf(renamed);
  const sessions = ended === 1 ? '1 session that was' : `${ended} sessions that were`;
  return done(
    { old_username: oldName, user: summary, deleted_sessions: ended },
    `There is no user ${quoted(oldName)} in ${connection.place} any more. Ended ${sessions} left with the id of ${quoted(newName)}:`,
    ...summaryLines(summary),
  );
}

async function rename(
  context: CommandContext,
  typedOld: string,
  typedNew: string,
  options: RenameOptions,
): Promise<CommandResult> {
  const { connection } = context;
  const from = nameOf(typedOld, options);
  const to = typedName(typedNew);
  const row = await findRow(connection, from.username);
  if (row === null) return endSessionsLeft(connection, from.username, to.username);
  if (from.username === to.username) {
    return refused('same_name', `Both names are ${quoted(to.username)}; nothing was changed.`);
  }
  const taken = refused(
    'user_exists',
    `There is a user ${quoted(to.username)} already; nothing was changed.`,
  );
  if ((await findRow(connection, to.username)) !== null) return taken;
  const question = `Rename ${describeUser(row)} to ${quoted(to.username)} in ${connection.place}, and end all sessions?`;
  const refusal = await askUnlessYes(context, question);
  if (refusal !== null) return refusal;
  const outcome = await renameRow(connection, row, to.username);
  if (outcome === 'name_taken') return taken;
  if (outcome === 'gone') return noSuchUser(connection, from.username);
  if (outcome === 'another_user') return anotherUserByNow(row);
  if (outcome === 'changed') {
    const message = `The row of ${quoted(from.username)} changed while it was to be renamed; try again.`;
    return refused('changed_meanwhile', message);
  }
  await deleteSessionsOfGoneRow(
    connection,
    row,
    `Renamed ${quoted(from.username)} to ${quoted(to.username)}, but sessions may be left. The same command again ends them`,
  );
  const summary = summaryOf({ ...row, username: to.username });
  return done(
    { old_username: from.username, user: summary },
    ...from.note,
    ...to.note,
    `Renamed ${quoted(from.username)} to ${quoted(to.username)} in ${connection.place}.`,
    ...summaryLines(summary),
  );
}

/** The command. */
export const renameCommand = (run: RunCommand): Command =>
  new Command('rename')
    .description('give a user another name')
    .argument('<old>')
    .argument('<new>')
    .option(...exactOption)
    .addHelpText('after', examples)
    .action((from: string, to: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<RenameOptions>();
      return run(options, context => rename(context, from, to, options));
    });
