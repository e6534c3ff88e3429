/**
 * Counts of what only the table tells: which users are written, and which are not because their name is taken. They are
 * plain data, since the checkpoint keeps them for an import that goes on.
 */
import * as v from 'valibot';
import type { ImportedUser } from './users/imported-user.ts';
import type { Problem } from './users/problem.ts';

/** Rows of a reason that are told. All of them are in the file of rejects. */
const placesOfReason = 10;

/** For the checkpoint's schema. */
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const reasonSchema = v.object({
  column: v.nullable(v.string()),
  reason: v.string(),
  count,
  first: v.array(v.object({ at: count, other: v.exactOptional(v.string()) })),
});

/** Rows with one reason. `first` are some of them: where each is, and what it collides with. */
export type ReasonCount = v.InferOutput<typeof reasonSchema>;

/** How the checkpoint has them. */
export const settledSchema = v.object({
  /** Users who are written, or would be. */
  accepted: count,
  /** Those whose name is another one in canonical form. */
  renamed: count,
  notActivated: count,
  /** Those who have to change their password before they get in, and are activated. */
  mustChangePassword: count,
  generatedPasswords: count,
  ids: v.object({ number: count, string: count, generated: count }),
  /** Why others are not. */
  refused: v.array(reasonSchema),
});

/** The counts. */
export type SettledCounts = v.InferOutput<typeof settledSchema>;

/** Those of an import that begins. */
export const nothingSettled = (): SettledCounts => ({
  accepted: 0,
  renamed: 0,
  notActivated: 0,
  mustChangePassword: 0,
  generatedPasswords: 0,
  ids: { number: 0, string: 0, generated: 0 },
  refused: [],
});

/** Counts a user who is written, or would be. */
export function countUser(
  settled: SettledCounts,
  { user, isRenamed }: { readonly user: ImportedUser; readonly isRenamed: boolean },
): void {
  const { id, password, activated, force_password_change } = user;
  settled.accepted += 1;
  if (isRenamed) settled.renamed += 1;
  if (!activated) settled.notActivated += 1;
  else if (force_password_change) settled.mustChangePassword += 1;
  if (password === null) settled.generatedPasswords += 1;
  if (id === null) settled.ids.generated += 1;
  else settled.ids[typeof id === 'number' ? 'number' : 'string'] += 1;
}

/** Counts a row that is rejected, among those with the same reason. */
export function countProblem(reasons: ReasonCount[], { column, reason, other }: Problem, at: number): void {
  let entry = reasons.find(known => known.column === column && known.reason === reason);
  if (entry === undefined) {
    entry = { column, reason, count: 0, first: [] };
    reasons.push(entry);
  }
  entry.count += 1;
  if (entry.first.length < placesOfReason) entry.first.push(other === undefined ? { at } : { at, other });
}
