/** What every command gets. */
import type { CommandResult } from './command-result.ts';
import type { Connection } from './connection/connection.ts';
import type { Terminal } from './terminal.ts';

/** The options that all commands have. */
export interface GlobalOptions {
  readonly json?: true;
  readonly stage?: string;
  readonly region?: string;
  readonly yes?: true;
}

/** What a command works with. */
export interface CommandContext {
  readonly connection: Connection;
  readonly terminal: Terminal;
  /** Whether the person has said yes to every question beforehand. */
  readonly yes: boolean;
  /** Milliseconds since 1970. */
  now(): number;
}

/**
 * Connects, runs a command and prints how it ended. `options` are those of the command together with the global ones.
 */
export type RunCommand = (
  options: GlobalOptions,
  command: (context: CommandContext) => Promise<CommandResult>,
) => Promise<void>;
