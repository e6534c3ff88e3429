/** Imports a file of sessions, or says what an import would do: from the options to the result. */
import { setTimeout as pause } from 'node:timers/promises';
import type { CommandContext } from '../command-context.ts';
import type { CommandResult } from '../command-result.ts';
import { quoted } from '../output/printable.ts';
import { scanRows } from '../rows/scan-rows.ts';
import { counted } from './describe-survey.ts';
import type { ImportOptions } from './import-options.ts';
import { PrivateFile } from './private-file.ts';
import { importSessions, type SessionsReport } from './sessions/import-sessions.ts';
import { UsersById } from './sessions/users-by-id.ts';
import { recogniseContainer } from './source/recognise-container.ts';
import { createPatience } from './write/patience.ts';

function linesOf(path: string, isDryRun: boolean, report: SessionsReport): string[] {
  const { added, unchanged, rejected, skipped } = report;
  return [
    `${quoted(path)}: ${counted(added, 'session')} ${isDryRun ? 'could be added, if their users are there' : 'added'}`,
    ...(unchanged > 0 ? [`${counted(unchanged, 'session')} there already`] : []),
    ...(skipped > 0 ? [`${counted(skipped, 'token')} left out: for something else`] : []),
    ...(rejected > 0 ? [`${counted(rejected, 'row')} rejected`] : []),
  ];
}

const clock = {
  elapsed: () => performance.now(),
  pause: (milliseconds: number) => pause<void>(milliseconds),
};

/** Imports the sessions of a file. */
export async function importSessionsFile(
  { connection, now }: CommandContext,
  path: string,
  typed: ImportOptions,
): Promise<CommandResult> {
  const container = await recogniseContainer(path);
  const isDryRun = typed.dryRun === true;
  const patience = createPatience(clock, () => {});
  const users = isDryRun ? null : new UsersById();
  if (users !== null) {
    for await (const row of scanRows(connection)) users.add(row);
  }
  const rejects = isDryRun ? null : await PrivateFile.create(`${path}.rejects.jsonl`);
  try {
    const report = await importSessions(path, container, { connection, patience, users, rejects, now });
    const lines = linesOf(path, isDryRun, report);
    const data = { sessions: report };
    if (report.rejected === 0) return { outcome: 'done', data, lines };
    const where = rejects === null ? '' : ` They are in ${quoted(rejects.path)}, which only you can read.`;
    const message = `${counted(report.rejected, 'row')} of sessions rejected.${where}`;
    return { outcome: 'refused', error: 'rows_rejected', message, data, lines };
  } finally {
    await rejects?.close();
  }
}
