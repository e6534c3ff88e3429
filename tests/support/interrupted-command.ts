/** A command in this process on a database that fails it, or changes, in the middle of its work. */
import type { Command } from 'commander';
import type { RunCommand } from '../../cli/command-context.ts';
import { connectLaptop } from '../../cli/connection/connect-laptop.ts';
import type { Connection } from '../../cli/connection/connection.ts';
import { type Failure, failureOf } from '../../cli/failure-sentence.ts';
import { interruptWrites } from './interrupted-writes.ts';
import { api, recordingTerminal } from './users-command.ts';

/** What is on the command's standard input. */
export const pipedPassword = 'correct horse 9';

/** The failure of a command on a connection. */
export async function failureOn(
  connection: Connection,
  create: (run: RunCommand) => Command,
  argv: readonly string[],
): Promise<Failure> {
  const { terminal } = recordingTerminal({ input: pipedPassword });
  const run: RunCommand = async (_options, command) => {
    await command({ connection, terminal, yes: true, now: api.clock.now });
  };
  const running = create(run).parseAsync(argv, { from: 'user' });
  return failureOf(await running.catch((error: unknown) => error));
}

/** The failure of a command, with what happens before its first write, before the second one, and so on. */
export async function failureWith(
  create: (run: RunCommand) => Command,
  argv: readonly string[],
  ...events: readonly (() => Promise<unknown>)[]
): Promise<Failure> {
  return failureOn(interruptWrites(await connectLaptop(), ...events), create, argv);
}
