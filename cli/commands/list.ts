/** `list`: all users, page by page, or those in one state. */
import { Command } from 'commander';
import type { CommandContext, GlobalOptions, RunCommand } from '../command-context.ts';
import { type CommandResult, done } from '../command-result.ts';
import { quoted } from '../output/printable.ts';
import { table } from '../output/table.ts';
import { scanRows } from '../rows/scan-rows.ts';
import { storedName } from '../rows/stored-name.ts';
import { summaryOf, type UserSummary } from '../rows/user-summary.ts';
import { UsageError } from '../usage-error.ts';

interface ListOptions extends GlobalOptions {
  readonly state?: string;
  readonly limit: string;
  readonly after?: string;
}

const states = ['active', 'not_activated', 'change_password', 'problem'] as const;
const maxLimit = 1000;

const examples = `
Examples:
  npm run users -- list
  npm run users -- list --state not_activated --limit 20
  npm run users -- list --after anna.meier     the page after the one that ends with anna.meier

The order is that of the table, not of the alphabet. With --state problem it lists rows that check would name, but for
ids that two names share.`;

function limitOf(text: string): number {
  const limit = Number(text);
  if (/^\d{1,4}$/.test(text) && limit >= 1 && limit <= maxLimit) return limit;
  throw new UsageError(`--limit is a whole number from 1 to ${maxLimit}.`);
}

function filterOf(state: string | undefined): (user: UserSummary) => boolean {
  if (state === undefined) return () => true;
  if (!states.some(known => known === state)) throw new UsageError(`--state is one of ${states.join(', ')}.`);
  return state === 'problem' ? user => user.problems.length > 0 : user => user.state === state;
}

async function list(
  { connection }: CommandContext,
  { state, limit: typedLimit, after: typedAfter }: ListOptions,
): Promise<CommandResult> {
  const limit = limitOf(typedLimit);
  const isWanted = filterOf(state);
  const after = typedAfter === undefined ? undefined : storedName(typedAfter);
  const users: UserSummary[] = [];
  let hasMore = false;
  // One row more than the page tells whether there is another one.
  for await (const row of scanRows(connection, {
    after,
    ...(state === undefined && { pageSize: limit + 1 }),
  })) {
    const user = summaryOf(row);
    if (!isWanted(user)) continue;
    hasMore = users.length === limit;
    if (hasMore) break;
    users.push(user);
  }
  const next = hasMore ? (users.at(-1)?.username ?? null) : null;
  const cells = users.map(user => [
    user.username,
    user.id === null ? '-' : JSON.stringify(user.id),
    user.state,
    user.problems.map(({ problem }) => problem).join(', '),
  ]);
  return done(
    { users, next },
    ...(users.length === 0 ? ['No users.'] : table(['name', 'id', 'state', 'problems'], cells)),
    ...(next === null ? [] : ['', `There are more: add --after ${quoted(next)}`]),
  );
}

/** The command. */
export const listCommand = (run: RunCommand): Command =>
  new Command('list')
    .description('list users')
    .option('--state <state>', `only those in a state: ${states.join(', ')}`)
    .option('--limit <number>', 'how many at the most', '50')
    .option('--after <name>', 'go on after this name')
    .addHelpText('after', examples)
    .action((_: unknown, command: Command) => {
      const options = command.optsWithGlobals<ListOptions>();
      return run(options, context => list(context, options));
    });
