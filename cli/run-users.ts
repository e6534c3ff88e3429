/** Reads the command line, runs the command that it names, and says with which code to exit. */
import { Command, CommanderError } from 'commander';
import { printableJson } from '../lib/observability/printable-json.ts';
import type { CommandContext, GlobalOptions, RunCommand } from './command-context.ts';
import { type ExitCode, exitCodes } from './command-result.ts';
import { activateCommand } from './commands/activate.ts';
import { addCommand } from './commands/add.ts';
import { checkCommand } from './commands/check.ts';
import { deactivateCommand } from './commands/deactivate.ts';
import { endSessionsCommand } from './commands/end-sessions.ts';
import { exportCommand } from './commands/export.ts';
import { importCommand } from './commands/import.ts';
import { listCommand } from './commands/list.ts';
import { logCommand } from './commands/log.ts';
import { removeCommand } from './commands/remove.ts';
import { renameCommand } from './commands/rename.ts';
import { requirePasswordChangeCommand } from './commands/require-password-change.ts';
import { sessionsCommand } from './commands/sessions.ts';
import { setPasswordCommand } from './commands/set-password.ts';
import { showCommand } from './commands/show.ts';
import { unblockCommand } from './commands/unblock.ts';
import { connectLaptop } from './connection/connect-laptop.ts';
import { connectStage, defaultRegion } from './connection/connect-stage.ts';
import type { Connection } from './connection/connection.ts';
import { failureOf } from './failure-sentence.ts';
import { printMessage, printResult } from './output/print-result.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { usageSentence } from './usage-sentence.ts';

/** In the order of the help. */
const commands = [
  addCommand,
  listCommand,
  showCommand,
  setPasswordCommand,
  activateCommand,
  deactivateCommand,
  requirePasswordChangeCommand,
  sessionsCommand,
  endSessionsCommand,
  renameCommand,
  removeCommand,
  unblockCommand,
  logCommand,
  checkCommand,
  importCommand,
  exportCommand,
];

const epilogue = `
Without --stage it works on the database of a running npm start.
Exit codes: 0 done, 1 refused, 2 wrong usage, 3 the database. Every command has its own help: npm run users -- add --help
For programs: npm run --silent users -- show anna.meier --json`;

/** Names of stacks are letters, digits and hyphens. */
const stageName = /^[a-zA-Z0-9-]{1,100}$/;

/** Such as eu-central-1, us-gov-west-1, eusc-de-east-1. */
const regionName = /^[a-z]{2,8}(-[a-z]{1,20}){1,3}-\d{1,2}$/;

/** Where the options say that the users are. */
function connect({ stage, region }: GlobalOptions): Promise<Connection> {
  if (stage === undefined) {
    if (region !== undefined) throw new UsageError('--region needs --stage: the laptop has no region.');
    return connectLaptop();
  }
  if (!stageName.test(stage)) {
    throw new UsageError('--stage is the name of a deployed stage, such as staging.');
  }
  if (region !== undefined && !regionName.test(region)) {
    throw new UsageError('--region is the name of an AWS region, such as eu-central-1.');
  }
  return connectStage(stage, region ?? defaultRegion);
}

function createProgram(terminal: Terminal, run: RunCommand): Command {
  const program = new Command('npm run users --')
    .description('Adds users, and helps them.')
    .option('--stage <stage>', 'a deployed stage, such as staging, found by its stack')
    .option('--region <region>', `the region of the stage (default: ${defaultRegion})`)
    .option('--json', 'print one JSON document')
    .option('--yes', 'ask nothing')
    .helpCommand(false)
    .addHelpText('after', epilogue);
  for (const command of [program, ...commands.map(create => create(run))]) {
    command
      .exitOverride()
      .configureHelp({ showGlobalOptions: true })
      .configureOutput({
        writeOut: terminal.out,
        // Printed below, in the form that was asked for.
        writeErr: () => {},
        getOutHasColors: () => terminal.hasColours,
      });
    if (command !== program) program.addCommand(command);
  }
  return program;
}

/** The options of all commands, such as `--json`. */
const optionsOf = (program: Command): ReadonlySet<string> =>
  new Set([program, ...program.commands].flatMap(({ options }) => options.flatMap(({ long }) => long ?? [])));

/** Runs the command of an argument list as `npm run users --` gets it. */
export async function runUsers(
  argv: readonly string[],
  terminal: Terminal,
  now: CommandContext['now'] = Date.now,
): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const program = createProgram(terminal, async (options, command) => {
    const connection = await connect(options);
    const context = { connection, terminal, yes: options.yes === true, now };
    exitCode = printResult(await command(context), options.json === true, terminal);
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
    const failure = failureOf(
      error instanceof CommanderError ? new UsageError(usageSentence(error, optionsOf(program))) : error,
    );
    if (argv.includes('--json')) {
      terminal.out(printableJson({ error: failure.error, message: failure.message }, 2));
    } else printMessage(failure.message, terminal);
    return failure.exitCode;
  }
}
