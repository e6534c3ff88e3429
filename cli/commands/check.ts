/** `check`: the rows with which nobody can sign in, or not as it was meant, and why. */
import { Command } from 'commander';
import type { CommandContext, GlobalOptions, RunCommand } from '../command-context.ts';
import { type CommandResult, done } from '../command-result.ts';
import { quoted } from '../output/printable.ts';
import { problemsOfRow } from '../rows/row-problems.ts';
import { scanRows } from '../rows/scan-rows.ts';
import { createSharedIdFinder, type NamedProblem } from '../rows/shared-ids.ts';

const examples = `
Examples:
  npm run users -- check
  npm run --silent users -- check --json --stage staging

It reads the whole table (100,000 users: about 3,000 read units, less than a cent) and exits with 1 if it finds something.
It does not report users who are deactivated, or who have to change the password.`;

async function check({ connection }: CommandContext): Promise<CommandResult> {
  const problems: NamedProblem[] = [];
  const sharedIds = createSharedIdFinder();
  let rows = 0;
  for await (const row of scanRows(connection)) {
    rows += 1;
    problems.push(...problemsOfRow(row).map(problem => ({ username: row.username, ...problem })));
    problems.push(...sharedIds(row));
  }
  const lines = problems.map(({ username, message }) => `${quoted(username)}: ${message}`);
  const count = `${rows === 1 ? '1 row' : `${rows} rows`} in ${connection.place}`;
  if (problems.length === 0) return done({ rows, problems }, `Nothing is wrong with ${count}.`);
  const names = new Set(problems.map(({ username }) => username)).size;
  return {
    outcome: 'refused',
    error: 'problems_found',
    message: `Something is wrong with ${names} of ${count}.`,
    data: { rows, problems },
    lines,
  };
}

/** The command. */
export const checkCommand = (run: RunCommand): Command =>
  new Command('check')
    .description('find rows that nobody can sign in with, and say why')
    .addHelpText('after', examples)
    .action((_: unknown, command: Command) =>
      run(command.optsWithGlobals<GlobalOptions>(), context => check(context)),
    );
