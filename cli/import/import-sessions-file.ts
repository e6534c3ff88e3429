/** Imports a file of sessions, or says what an import would do: from the options to the result. */
import type { CommandContext } from '../command-context.ts';
import type { CommandResult } from '../command-result.ts';
import { createPatience } from '../connection/patience.ts';
import { quoted } from '../output/printable.ts';
import { scanRows } from '../rows/scan-rows.ts';
import { counted } from './describe-survey.ts';
import type { ImportOptions } from './import-options.ts';
import { PrivateFile } from './private-file.ts';
import { UsersById } from './sessions/users-by-id.ts';
import { type SessionsReport, writeSessions } from './sessions/write-sessions.ts';
import { readRows } from './source/read-rows.ts';
import { recogniseContainer } from './source/recognise-container.ts';

function linesOf(path: string, isDryRun: boolean, report: Omit<SessionsReport, 'failure'>): string[] {
  const { added, unchanged, rejected, skipped } = report;
  return [
    `${quoted(path)}: ${counted(added, 'session')} ${isDryRun ? 'could be added, if their users are there' : 'added'}`,
    ...(unchanged > 0 ? [`${counted(unchanged, 'session')} there already`] : []),
    ...(skipped > 0 ? [`${counted(skipped, 'token')} left out: for something else`] : []),
    ...(rejected > 0 ? [`${counted(rejected, 'row')} rejected`] : []),
  ];
}

/** The result: all that went wrong in one message. */
function resultOf(
  failure: SessionsReport['failure'],
  report: Omit<SessionsReport, 'failure'>,
  lines: readonly string[],
  rejects: PrivateFile | null,
): CommandResult {
  const data = { sessions: report };
  const where = rejects === null ? '' : ` They are in ${quoted(rejects.path)}, which only you can read.`;
  const rejected =
    report.rejected === 0 ? [] : [`${counted(report.rejected, 'row')} of sessions rejected.${where}`];
  const message = [...(failure === null ? [] : [failure.message]), ...rejected].join(' ');
  if (message === '') return { outcome: 'done', data, lines };
  const error = failure === null ? 'rows_rejected' : 'file_broken';
  return { outcome: 'refused', error, message, data, lines };
}

/**
 * Prepares the import of a file of sessions: what can be wrong about the files is found before anything is written.
 * @throws {UsageError} if the file cannot be read, or that of rejected rows not be made beside it
 */
export async function prepareSessionsImport(
  { connection, now }: CommandContext,
  path: string,
  typed: ImportOptions,
): Promise<() => Promise<CommandResult>> {
  const container = await recogniseContainer(path);
  // A file without usable names of columns says so at its first row.
  for await (const _ of readRows(path, container)) break;
  const isDryRun = typed.dryRun === true;
  const rejects = isDryRun ? null : await PrivateFile.createNumbered(`${path}.rejects`, '.jsonl');

  async function importAll(): Promise<CommandResult> {
    const patience = createPatience(() => {});
    const users = isDryRun ? null : new UsersById();
    if (users !== null) {
      for await (const row of scanRows(connection, { patience })) users.add(row);
    }
    const parts = { connection, patience, users, rejects, now };
    const { failure, ...report } = await writeSessions(path, container, parts);
    const lines = linesOf(path, isDryRun, report);
    return resultOf(failure, report, lines, rejects);
  }

  return async () => {
    try {
      const result = await importAll();
      await rejects?.close();
      return result;
    } catch (error) {
      // The next try begins anew, and writes all of them down again.
      await rejects?.discard();
      throw error;
    }
  };
}
