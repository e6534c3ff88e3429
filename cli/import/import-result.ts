/** What `import` prints at its end. */
import type { CommandResult } from '../command-result.ts';
import { quoted } from '../output/printable.ts';
import { counted, surveyData, surveyLines } from './describe-survey.ts';
import type { DryRunReport } from './dry-run.ts';
import type { ImportReport } from './import-in-batches.ts';
import { describeSeconds } from './progress.ts';
import type { Survey } from './survey.ts';

interface Counts {
  readonly added: number;
  readonly unchanged: number;
  readonly replaced: number;
  readonly rejected: number;
}

const countLines = ({ added, unchanged, replaced, rejected }: Counts): string[] => [
  `${counted(added, 'user')} added`,
  ...(unchanged > 0 ? [`${counted(unchanged, 'user')} there already, with the same values`] : []),
  ...(replaced > 0 ? [`${counted(replaced, 'user')} replaced`] : []),
  ...(rejected > 0 ? [`${counted(rejected, 'row')} rejected`] : []),
];

const title = (path: string, { kind, rows }: Survey): string =>
  `${quoted(path)}: ${counted(rows, 'row')}${kind === null ? '' : ` (${kind})`}`;

const failureMessage = (failure: Error): string => `${failure.message} What comes before it was read.`;

/** The result of a dry run. */
export function dryRunResult(
  path: string,
  place: string,
  survey: Survey,
  report: DryRunReport,
): CommandResult {
  const { failure, ...counts } = report;
  const all = { ...counts, rejected: survey.rejected };
  const data = { dry_run: true, ...all, ...surveyData(survey) };
  const lines = [
    title(path, survey),
    `Nothing was written. An import into ${place} would end with:`,
    '',
    ...countLines(all),
    ...surveyLines(survey),
  ];
  if (failure !== null) {
    return { outcome: 'refused', error: 'file_broken', message: failureMessage(failure), data, lines };
  }
  if (survey.rejected === 0) return { outcome: 'done', data, lines };
  const message = `${counted(survey.rejected, 'row')} would be rejected; --rejects FILE writes all of them down.`;
  return { outcome: 'refused', error: 'rows_rejected', message, data, lines };
}

function rejectedMessage({ rejected, rejectsPath }: ImportReport): string {
  const file =
    rejectsPath === null ? '' : ` They are in ${quoted(rejectsPath)}: mend them there and import that file.`;
  return `${counted(rejected, 'row')} rejected.${file}`;
}

/** The result of an import. */
export function importResult(
  path: string,
  place: string,
  survey: Survey,
  report: ImportReport,
  seconds: number,
): CommandResult {
  const { rejectsPath, passwordsPath, failure, resumedAtRow, ...counts } = report;
  const data = {
    dry_run: false,
    ...counts,
    resumed_at_row: resumedAtRow,
    seconds,
    rejects: rejectsPath,
    passwords: passwordsPath,
    ...surveyData(survey),
  };
  const lines = [
    `${title(path, survey)}, into ${place}`,
    ...(resumedAtRow > 0
      ? [`It went on after the ${counted(resumedAtRow, 'row')} of an import that was cut.`]
      : []),
    '',
    ...countLines(counts),
    `${describeSeconds(seconds)}, ${Math.round((survey.rows - resumedAtRow) / seconds).toLocaleString('en')} rows/s`,
    ...surveyLines(survey),
    ...(passwordsPath === null
      ? []
      : [
          '',
          `The generated passwords are in ${quoted(passwordsPath)}. Only you can read it; delete it when they are sent.`,
        ]),
  ];
  if (failure !== null) {
    return { outcome: 'refused', error: 'file_broken', message: failureMessage(failure), data, lines };
  }
  if (counts.rejected === 0) return { outcome: 'done', data, lines };
  return { outcome: 'refused', error: 'rows_rejected', message: rejectedMessage(report), data, lines };
}
