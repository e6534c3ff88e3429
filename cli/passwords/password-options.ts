/** The options of the commands that take a new password. */
import { type Command, Option } from 'commander';

/** Adds them to a command. */
export const withPasswordOptions = (command: Command): Command =>
  command
    .option('--generate', 'generate the password, and print it once')
    .option('--from-stdin', 'read the password from standard input')
    .option('--require-password-change', 'have it changed at the first sign-in (so with --generate)')
    .option('--no-require-password-change', 'do not')
    .addOption(new Option('--password [password]').hideHelp());
