/** `sessions`: where a user is logged in. */
import { Command } from 'commander';
import type { CommandContext, GlobalOptions, RunCommand } from '../command-context.ts';
import { type CommandResult, done } from '../command-result.ts';
import { table } from '../output/table.ts';
import { findRow, noSuchUser } from '../rows/find-row.ts';
import { liveSessionsOf } from '../rows/live-sessions.ts';
import { typedName } from '../rows/typed-name.ts';
import { summaryOf } from '../rows/user-summary.ts';

const examples = `
Examples:
  npm run users -- sessions anna.meier
  npm run users -- end-sessions anna.meier --session 4f2c6b0e-3c1d-4a5b-8e9f-0a1b2c3d4e5f`;

const timeOf = (epochMs: number): string => new Date(epochMs).toISOString();

async function sessions({ connection, now }: CommandContext, typed: string): Promise<CommandResult> {
  const { username, note } = typedName(typed);
  const row = await findRow(connection, username);
  if (row === null) return noSuchUser(connection, username);
  const found = (await liveSessionsOf(connection, row, now())).map(session => ({
    id: session.id,
    session_information: session.information,
    created_at: timeOf(session.createdAtEpochMs),
    last_used_at: timeOf(session.lastUsedAtEpochMs),
    expires_at: timeOf(session.expiresAtEpochMs),
  }));
  const { state } = summaryOf(row);
  const cells = found.map(one => [
    one.id,
    one.session_information,
    one.created_at,
    one.last_used_at,
    one.expires_at,
  ]);
  return done(
    { username, state, sessions: found },
    ...note,
    ...(found.length === 0
      ? ['No session.']
      : table(['session', 'label', 'began', 'last used', 'expires'], cells)),
    ...(state === 'active' || found.length === 0
      ? []
      : [`None of them can be redeemed while the state is ${state}.`]),
  );
}

/** The command. */
export const sessionsCommand = (run: RunCommand): Command =>
  new Command('sessions')
    .description('show where a user is logged in')
    .argument('<name>')
    .addHelpText('after', examples)
    .action((name: string, _: unknown, command: Command) =>
      run(command.optsWithGlobals<GlobalOptions>(), context => sessions(context, name)),
    );
