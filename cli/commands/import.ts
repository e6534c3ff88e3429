/** `import`: the users of another system, and their sessions. */
import { Command } from 'commander';
import type { CommandContext, RunCommand } from '../command-context.ts';
import type { CommandResult } from '../command-result.ts';
import { ConnectionFailure } from '../connection/connection-failure.ts';
import { failureOf } from '../failure-sentence.ts';
import { checkpointPath, removeCheckpoint } from '../import/checkpoint.ts';
import type { ImportOptions } from '../import/import-options.ts';
import { prepareSessionsImport } from '../import/import-sessions-file.ts';
import { importUsersFile } from '../import/import-users-file.ts';
import { kindNames } from '../import/kinds/recognise-kind.ts';
import { targets } from '../import/kinds/source-kind.ts';
import { UsageError } from '../usage-error.ts';

const examples = `
Examples:
  npm run users -- import users.csv --dry-run          look first: nothing is written
  npm run users -- import users.csv
  npm run users -- import users.csv --map email=username --map user_id=id
  npm run users -- import dumpdata.json --generate-passwords passwords.jsonl
  npm run users -- import users.csv --sessions user_tokens.csv

A number of JSON stays a number as an id, and all ids of CSV are text. Many verifiers of tokens refuse a number.
Rows that are rejected go to a file that can be mended and imported. An import that was cut goes on with the same
command. docs/import.md has more.`;

/** One result of two: it is refused if one of them is. */
function join(users: CommandResult, sessions: CommandResult): CommandResult {
  const lines = [...(users.lines ?? []), '', ...(sessions.lines ?? [])];
  const data = { ...users.data, ...sessions.data };
  if (users.outcome === 'done' && sessions.outcome === 'done') return { outcome: 'done', data, lines };
  const refusals = [users, sessions].filter(result => result.outcome === 'refused');
  const message = refusals.map(refusal => refusal.message).join(' ');
  return { outcome: 'refused', error: refusals[0]?.error ?? 'rows_rejected', message, data, lines };
}

async function importAll(
  context: CommandContext,
  path: string | undefined,
  options: ImportOptions,
): Promise<CommandResult> {
  const isDryRun = options.dryRun === true;
  const importSessions =
    options.sessions === undefined ? null : await prepareSessionsImport(context, options.sessions, options);
  if (path === undefined) {
    if (importSessions !== null) return importSessions();
    throw new UsageError('A file of users is missing, or --sessions with one of sessions.');
  }
  const users = await importUsersFile(context, path, options);
  // After a refusal without data nothing was imported: somebody said no.
  if (users.data === undefined) return users;
  const result =
    importSessions === null
      ? users
      : join(users, await (isDryRun ? importSessions() : afterUsers(importSessions)));
  if (!isDryRun) await removeCheckpoint(checkpointPath(path));
  return result;
}

/** Says what to do if the sessions end half-way: the checkpoint tells the next run that the users are done. */
async function afterUsers(importSessions: () => Promise<CommandResult>): Promise<CommandResult> {
  try {
    return await importSessions();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { message } = failureOf(error);
    throw new ConnectionFailure(
      `The users are imported, and not all of the sessions. ${message} The same command goes on with the sessions: leave its other files as they are until then.`,
    );
  }
}

const collect = (entry: string, entries: readonly string[] = []): readonly string[] => [...entries, entry];

/** The command. */
export const importCommand = (run: RunCommand): Command =>
  new Command('import')
    .description('bring users along from another system')
    .argument('[file]', 'CSV, JSON lines, or one JSON document')
    .option('--dry-run', 'write nothing: say what the file holds, and what an import would do')
    .option('--from <system>', `${kindNames.join(', ')} (default: recognised by the columns)`)
    .option('--map <column=attribute>', `which column has one of ${targets.join(', ')}`, collect)
    .option('--replace', 'overwrite users who are there already')
    .option('--replace-ids', 'with --replace: even users who have another id')
    .option('--id-type <type>', 'number or string: make all ids so')
    .option('--generate-ids', 'make a UUID for those without an id')
    .option(
      '--generate-passwords <file>',
      'for those without a usable hash, into a new file for your eyes only',
    )
    .option('--password-input <value>', 'what bcrypt was fed with, such as password+id')
    .option('--shared-ids', 'even if two names have one id')
    .option('--inactive', 'let nobody in yet')
    .option('--force-password-change', 'have all of them change the password')
    .option('--rejects <file>', 'where rejected rows go (default: the name of the file and .rejects.jsonl)')
    .option('--sessions <file>', 'the session tokens of DatePoll, so that nobody has to sign in again')
    .addHelpText('after', examples)
    .action((path: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<ImportOptions>();
      return run(options, context => importAll(context, path, options));
    });
