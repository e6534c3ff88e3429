/** `npm run users -- <command>`: what an operator does with users, on the laptop's database or on a stage's. */
import { runUsers } from './run-users.ts';
import { processTerminal } from './terminal.ts';

process.exitCode = await runUsers(process.argv.slice(2), processTerminal());
