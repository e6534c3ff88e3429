/** How a command ended. What breaks on the way is an exception; `failure-sentence.ts` turns it into a sentence. */

/** What `npm run users` exits with. */
export const exitCodes = { done: 0, refused: 1, usage: 2, database: 3 } as const;

/** One of 0 to 3. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/**
 * `done`: what was asked for is so. `refused`: it is not, and nothing was changed, or (of `check`) there is something to
 * mend. `data` is what `--json` prints; `lines` are for people, with control characters still in them.
 */
export type CommandResult =
  | { readonly outcome: 'done'; readonly data: object; readonly lines: readonly string[] }
  | {
      readonly outcome: 'refused';
      /** For programs, in snake_case. */
      readonly error: string;
      readonly message: string;
      /** What `--json` prints beside the error. */
      readonly data?: object;
      /** What a person reads before the message. */
      readonly lines?: readonly string[];
    };

/** A command that did what was asked for. */
export const done = (data: object, ...lines: readonly string[]): CommandResult => ({
  outcome: 'done',
  data,
  lines,
});

/** A command that changed nothing. */
export const refused = (error: string, message: string): CommandResult => ({
  outcome: 'refused',
  error,
  message,
});
