/** `set-password`: a new password for a user who has forgotten the old one. It ends all sessions. */
import { Command } from 'commander';
import type { CommandContext, GlobalOptions, RunCommand } from '../command-context.ts';
import { type CommandResult, done } from '../command-result.ts';
import { askUnlessYes } from '../confirmation.ts';
import { quoted } from '../output/printable.ts';
import { hashNewPassword } from '../passwords/hash-new-password.ts';
import { obtainNewPassword } from '../passwords/new-password.ts';
import { type PasswordOptions, withPasswordOptions } from '../passwords/password-options.ts';
import { changeRow } from '../rows/change-row.ts';
import { endingAllSessions } from '../rows/end-all-sessions.ts';
import { findRow, noSuchUser } from '../rows/find-row.ts';
import { describeUser } from '../rows/shown-user.ts';
import { typedName } from '../rows/typed-name.ts';
import { summaryLines, summaryOf } from '../rows/user-summary.ts';

interface SetPasswordOptions extends GlobalOptions, PasswordOptions {
  readonly requirePasswordChange?: boolean;
}

const examples = `
Examples:
  npm run users -- set-password anna.meier               asks for the password
  npm run users -- set-password anna.meier --generate    prints a password once, to be changed at the first sign-in
  npm run users -- set-password anna.meier --yes --from-stdin < password.txt

It ends all sessions. If the user has tried wrong passwords before, see also: unblock`;

async function setPassword(
  context: CommandContext,
  typed: string,
  options: SetPasswordOptions,
): Promise<CommandResult> {
  const { connection, terminal, now } = context;
  const { username, note } = typedName(typed);
  const shown = await findRow(connection, username);
  if (shown === null) return noSuchUser(connection, username);
  const who = describeUser(shown);
  const question = `Set a new password for ${who} in ${connection.place}, and end all sessions?`;
  const refusal = await askUnlessYes(context, question);
  if (refusal !== null) return refusal;
  const obtained = await obtainNewPassword(options, terminal, username);
  if (!obtained.accepted) return obtained.refusal;
  const attributes = await hashNewPassword(obtained.password, connection.settings.bcryptCost);
  const change = await changeRow(
    connection,
    shown,
    row => ({
      ...attributes,
      force_password_change: options.requirePasswordChange ?? obtained.isGenerated,
      ...endingAllSessions(row, now()),
    }),
    // One that was given is set again by the same command.
    obtained.isGenerated
      ? `The password of ${quoted(username)} may be one by now that nobody has seen: the same command again sets another one`
      : undefined,
  );
  if (!change.changed) return change.refusal;
  const summary = summaryOf(change.row);
  return done(
    { user: summary, ...(obtained.isGenerated && { generated_password: obtained.password }) },
    ...note,
    `The password is set in ${connection.place}, and all sessions have ended.`,
    ...summaryLines(summary),
    ...(obtained.isGenerated ? ['', `Generated password, shown once: ${obtained.password}`] : []),
  );
}

/** The command. */
export const setPasswordCommand = (run: RunCommand): Command =>
  withPasswordOptions(
    new Command('set-password').description('set a new password, and end all sessions').argument('<name>'),
  )
    .addHelpText('after', examples)
    .action((name: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<SetPasswordOptions>();
      return run(options, context => setPassword(context, name, options));
    });
