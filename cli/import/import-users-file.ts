/** Imports a file of users, or says what an import would do: from the options to the result. */
import { stat } from 'node:fs/promises';
import type { CommandContext } from '../command-context.ts';
import type { CommandResult } from '../command-result.ts';
import { askUnlessYes } from '../confirmation.ts';
import { scanRows } from '../rows/scan-rows.ts';
import { checkpointPath, importIdentity } from './checkpoint.ts';
import { dryRun, TableContents } from './dry-run.ts';
import { type ImportOptions, rowOptionsOf } from './import-options.ts';
import { dryRunResult, importResult } from './import-result.ts';
import { importUsers } from './import-users.ts';
import { PrivateFile } from './private-file.ts';
import { showProgress } from './progress.ts';
import { recogniseContainer } from './source/recognise-container.ts';
import { Survey } from './survey.ts';
import { Collisions } from './users/collisions.ts';
import { decideRows, unitOf } from './users/decide-rows.ts';
import { startWriterPool } from './write/writer-pool.ts';

const elapsed = (): number => performance.now();

/** Imports the users of a file. */
export async function importUsersFile(
  context: CommandContext,
  path: string,
  typed: ImportOptions,
): Promise<CommandResult> {
  const { connection, terminal, now } = context;
  const source = { path, container: await recogniseContainer(path), ...rowOptionsOf(typed) };
  const isDryRun = typed.dryRun === true;
  const replace = typed.replace === true;
  if (replace && !isDryRun) {
    const question = `Overwrite users of ${connection.place} who have the names of the file?`;
    const refusal = await askUnlessYes(context, question);
    if (refusal !== null) return refusal;
  }
  const survey = new Survey(unitOf(source.container));
  const collisions = new Collisions(typed.sharedIds === true);
  const contents = new TableContents();
  for await (const row of scanRows(connection)) {
    collisions.addTableRow(row);
    if (isDryRun) contents.add(row);
  }
  const decisions = decideRows(source, collisions, survey, now());
  const progress = showProgress(terminal, (await stat(path)).size, elapsed);
  if (isDryRun) {
    const rejects = typed.rejects === undefined ? null : await PrivateFile.create(typed.rejects);
    const report = await dryRun(decisions, contents, { survey, replace, rejects, progress });
    return dryRunResult(path, connection.place, survey, report);
  }
  const { json: _, yes: __, sessions: ___, ...request } = typed;
  const identity = await importIdentity(path, { ...request, table: connection.settings.usersTable });
  const writers = startWriterPool({ usersTable: connection.settings.usersTable, replace }, progress.pause);
  const startedAt = elapsed();
  const report = await importUsers(
    decisions,
    {
      survey,
      writers,
      identity,
      checkpointPath: checkpointPath(path),
      rejectsPath: typed.rejects ?? `${path}.rejects.jsonl`,
      passwordsPath: typed.generatePasswords ?? null,
    },
    progress,
  ).finally(() => writers.close());
  return importResult(path, connection.place, survey, report, (elapsed() - startedAt) / 1000);
}
