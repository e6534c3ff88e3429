/** Ends a script with one sentence about what went wrong. */
import { failureOf } from '../cli/failure-sentence.ts';
import { RefusedDeployment } from './refused-deployment.ts';

/** Prints the sentence, and has the process end with 1. */
export function endWithFailure(error: unknown): void {
  process.stderr.write(`${error instanceof RefusedDeployment ? error.message : failureOf(error).message}\n`);
  process.exitCode = 1;
}
