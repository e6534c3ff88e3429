/** What is written down about a row, once it is known what became of it. */
import type { Checkpoint } from './checkpoint.ts';
import type { Rejection } from './rejects-file.ts';
import type { Survey } from './survey.ts';
import type { Decision } from './users/decide-rows.ts';
import type { ImportedUser } from './users/imported-user.ts';
import { nameIsTaken } from './users/problem.ts';

/** The rejection of a row that was not written. That the name of a user is taken, only the write has told. */
export function rejectionOf(decision: Decision, survey: Survey): Rejection {
  if ('problem' in decision) return decision;
  const problem = nameIsTaken(decision.targetColumns);
  survey.addProblem(problem, decision.at);
  return { row: decision.row, problem };
}

/** The line of the file of passwords for a user; empty if none was generated. */
export function passwordLine(
  { at, user }: Extract<Decision, { user: ImportedUser }>,
  minted: Checkpoint['minted'],
): string {
  const password = minted[at]?.password;
  return password === undefined ? '' : `${JSON.stringify({ username: user.username, password })}\n`;
}
