/** `npm run users -- <command>`: what an operator does with users, on the laptop's database or on a stage's. */
import { surviveLostOutput } from './output/lost-output.ts';
import { runUsers } from './run-users.ts';
import { processTerminal } from './terminal.ts';

surviveLostOutput(process);
const exitCode = await runUsers(process.argv.slice(2), processTerminal());
// Output that is lost has an exit code of its own.
process.exitCode ??= exitCode;
