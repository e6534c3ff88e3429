/** The options of the commands that take a new password. */
import { type Command, Option } from 'commander';
import { UsageError } from '../usage-error.ts';

/** Where the password comes from; without either it is asked for. */
export interface PasswordOptions {
  readonly generate?: true;
  readonly fromStdin?: true;
}

interface TypedOptions extends PasswordOptions {
  /** Typed by mistake: `--password secret` stays in the shell's history. */
  readonly password?: unknown;
}

function refuseContradictions({ password, generate, fromStdin }: TypedOptions): void {
  if (password !== undefined) {
    throw new UsageError(
      'A password on the command line stays in the history of the shell: leave it out and type it when asked, or use --from-stdin.',
    );
  }
  if (generate && fromStdin) throw new UsageError('--generate and --from-stdin cannot be used together.');
}

/** Adds them to a command, which does not start if they contradict each other, or one of them is a password. */
export const withPasswordOptions = (command: Command): Command =>
  command
    .option('--generate', 'generate the password, and print it once')
    .option('--from-stdin', 'read the password from standard input')
    .option('--require-password-change', 'have it changed at the first sign-in (so with --generate)')
    .option('--no-require-password-change', 'do not')
    .addOption(new Option('--password [password]').hideHelp())
    .hook('preAction', started => refuseContradictions(started.opts<TypedOptions>()));
