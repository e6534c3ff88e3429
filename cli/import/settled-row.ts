/** What is written down about a row, once it is known what became of it. */
import type { Checkpoint } from './checkpoint.ts';
import type { Rejection } from './rejects-file.ts';
import type { Survey } from './survey.ts';
import type { Decision } from './users/decide-rows.ts';
import { nameIsTaken } from './users/problem.ts';
import type { WriteOutcome } from './write/write-user.ts';

/** What a row is rejected for, if it is. A user whose name is taken is known only after the write. */
export function rejectionOf(
  decision: Decision,
  outcome: WriteOutcome | 'rejected',
  survey: Survey,
): Rejection[] {
  if ('problem' in decision) return [decision];
  if (outcome !== 'exists') return [];
  const problem = nameIsTaken(decision.targetColumns);
  survey.addProblem(problem, decision.at);
  return [{ row: decision.row, problem }];
}

/** The line of the file of passwords for a user; empty if none was generated. */
export function passwordLine(decision: Decision, minted: Checkpoint['minted']): string {
  const password = minted[decision.at]?.password;
  if (!('user' in decision) || password === undefined) return '';
  return `${JSON.stringify({ username: decision.user.username, password })}\n`;
}
