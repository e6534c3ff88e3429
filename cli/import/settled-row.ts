/** What is written down about a row, once it is known what became of it. */
import type { Checkpoint } from './checkpoint.ts';
import type { Rejection } from './rejects-file.ts';
import { countProblem } from './settled-counts.ts';
import type { Survey } from './survey.ts';
import type { Decision } from './users/decide-rows.ts';
import type { ImportedUser } from './users/imported-user.ts';
import { idIsAnother, nameIsTaken } from './users/problem.ts';
import type { WriteOutcome } from './write/write-user.ts';

/** Whether a row is in the table as it should be. */
export const isWritten = (outcome: WriteOutcome | undefined): boolean =>
  outcome === 'added' || outcome === 'unchanged' || outcome === 'replaced';

/** The rejection of a row that was not written, if it was not. That the name is taken, only the write has told. */
export function rejectionOf(
  decision: Decision,
  outcome: WriteOutcome | undefined,
  survey: Survey,
): readonly Rejection[] {
  if ('problem' in decision) return [decision];
  if (isWritten(outcome)) return [];
  const { targetColumns, row, at } = decision;
  const problem = outcome === 'other-id' ? idIsAnother(targetColumns) : nameIsTaken(targetColumns);
  countProblem(survey.settled.refused, problem, at);
  return [{ row, problem }];
}

/** The line of the file of passwords for a user; empty if none was generated. */
export function passwordLine(
  { at, user }: Extract<Decision, { user: ImportedUser }>,
  minted: Checkpoint['minted'],
): string {
  const password = minted[at]?.password;
  return password === undefined ? '' : `${JSON.stringify({ username: user.username, password })}\n`;
}
