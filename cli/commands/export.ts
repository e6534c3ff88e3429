/** `export`: all users, as `import` reads them. */
import { Command } from 'commander';
import type { CommandContext, GlobalOptions, RunCommand } from '../command-context.ts';
import { type CommandResult, done } from '../command-result.ts';
import { createPatience } from '../connection/patience.ts';
import { exportUsers } from '../export/export-users.ts';
import { counted } from '../import/describe-survey.ts';
import { PrivateFile } from '../import/private-file.ts';
import { quoted } from '../output/printable.ts';
import { scanRows } from '../rows/scan-rows.ts';

interface ExportOptions extends GlobalOptions {
  readonly withHashes?: true;
}

const examples = `
Examples:
  npm run users -- export users.jsonl                   names, ids and states
  npm run users -- export users.jsonl --with-hashes     what import --replace, or an empty table, takes as it is

Only you can read the file. It has one JSON object a line; docs/import.md says what is in it.`;

async function exportAll(
  { connection }: CommandContext,
  path: string,
  { withHashes }: ExportOptions,
): Promise<CommandResult> {
  const file = await PrivateFile.create(path);
  try {
    const patience = createPatience(() => {});
    const rows = scanRows(connection, { patience });
    const count = await exportUsers(rows, withHashes === true, text => file.append(text));
    await file.close();
    if (count === 0) return done({ users: 0, file: null }, `There is no user in ${connection.place}.`);
    return done(
      { users: count, file: path, with_hashes: withHashes === true },
      `${counted(count, 'user')} of ${connection.place} written to ${quoted(path)}, which only you can read.`,
    );
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** The command. */
export const exportCommand = (run: RunCommand): Command =>
  new Command('export')
    .description('write all users to a file, as import reads them')
    .argument('<file>', 'a new file')
    .option('--with-hashes', 'with the hashes of their passwords')
    .addHelpText('after', examples)
    .action((path: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<ExportOptions>();
      return run(options, context => exportAll(context, path, options));
    });
