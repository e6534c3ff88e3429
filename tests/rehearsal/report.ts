/** What a rehearsal prints: one line a step with what was seen, and one for each thing that it cannot show. */

/** A line that did not come out as it has to. The rest of the rehearsal depends on it. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
}

/** Prints the steps of a rehearsal. */
export interface Report {
  /** Runs a step and prints what it has seen. @throws {StepFailed} after printing why, if the step throws */
  step(title: string, run: () => Promise<string>): Promise<void>;
  /** Prints what the emulator does not carry. */
  notRehearsed(what: string): void;
  /** Prints how it differs from the emulator as it comes. */
  corrected(what: string): void;
}

const columns = 6;
const line = (kind: string, text: string) => `${kind.padEnd(columns)} ${text}\n`;

/** A report of lines. */
export function createReport(write: (text: string) => void): Report {
  return {
    async step(title, run) {
      const startedAt = performance.now();
      const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
      try {
        write(line('ok', `${title}: ${await run()} (${seconds()})`));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        write(line('FAILED', `${title}: ${reason} (${seconds()})`));
        throw new StepFailed(title, { cause: error });
      }
    },
    notRehearsed: what => write(`not rehearsed: ${what}\n`),
    corrected: what => write(`corrected in the emulator: ${what}\n`),
  };
}
