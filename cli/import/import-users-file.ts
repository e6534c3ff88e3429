/** Imports a file of users, or says what an import would do: from the options to the result. */
import { stat } from 'node:fs/promises';
import type { CommandContext } from '../command-context.ts';
import type { CommandResult } from '../command-result.ts';
import { askUnlessYes } from '../confirmation.ts';
import { createPatience } from '../connection/patience.ts';
import { scanRows } from '../rows/scan-rows.ts';
import { checkpointPath, importIdentity } from './checkpoint.ts';
import { dryRun } from './dry-run.ts';
import { importInBatches } from './import-in-batches.ts';
import { type ImportOptions, replaceOptionsOf, rowOptionsOf } from './import-options.ts';
import { dryRunResult, importResult } from './import-result.ts';
import { PrivateFile } from './private-file.ts';
import { showProgress } from './progress.ts';
import { recogniseContainer } from './source/recognise-container.ts';
import { Survey } from './survey.ts';
import { TableContents } from './table-contents.ts';
import { Collisions } from './users/collisions.ts';
import { decideRows, unitOf } from './users/decide-rows.ts';
import type { ReplaceOptions } from './write/write-user.ts';
import { startWriterPool } from './write/writer-pool.ts';

const elapsed = (): number => performance.now();

/** Null if nobody is overwritten, or the person says yes. */
async function askToReplace(
  context: CommandContext,
  { replace, replaceIds }: ReplaceOptions,
): Promise<CommandResult | null> {
  if (!replace) return null;
  const whom = replaceIds ? 'users, and their ids,' : 'users';
  return askUnlessYes(
    context,
    `Overwrite ${whom} of ${context.connection.place} who have the names of the file?`,
  );
}

/** Imports the users of a file. The checkpoint stays, for whatever comes after them. */
export async function importUsersFile(
  context: CommandContext,
  path: string,
  typed: ImportOptions,
): Promise<CommandResult> {
  const { connection, terminal, now } = context;
  const source = { path, container: await recogniseContainer(path), ...rowOptionsOf(typed) };
  const isDryRun = typed.dryRun === true;
  const replacing = replaceOptionsOf(typed);
  const refusal = isDryRun ? null : await askToReplace(context, replacing);
  if (refusal !== null) return refusal;
  const survey = new Survey(unitOf(source.container));
  const collisions = new Collisions(typed.sharedIds === true);
  const contents = new TableContents();
  const progress = showProgress(terminal, (await stat(path)).size, elapsed);
  for await (const row of scanRows(connection, { patience: createPatience(progress.pause) })) {
    collisions.addTableRow(row);
    if (isDryRun) contents.add(row);
  }
  const decisions = decideRows(source, collisions, survey, now());
  if (isDryRun) {
    const rejects = typed.rejects === undefined ? null : await PrivateFile.create(typed.rejects);
    const report = await dryRun(decisions, contents, { survey, ...replacing, rejects, progress });
    return dryRunResult(path, connection.place, survey, report);
  }
  const { json: _, yes: __, sessions: ___, ...request } = typed;
  const identity = await importIdentity(path, { ...request, table: connection.settings.usersTable });
  const writers = startWriterPool(
    { usersTable: connection.settings.usersTable, ...replacing },
    progress.pause,
  );
  const startedAt = elapsed();
  const report = await importInBatches(
    decisions,
    {
      survey,
      writers,
      identity,
      checkpointPath: checkpointPath(path),
      rejectsPath: typed.rejects ?? null,
      rejectsName: `${path}.rejects`,
      passwordsPath: typed.generatePasswords ?? null,
    },
    progress,
  ).finally(() => writers.close());
  return importResult(path, connection.place, survey, report, (elapsed() - startedAt) / 1000);
}
