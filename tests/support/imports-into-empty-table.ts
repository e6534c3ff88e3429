/** What tests of whole imports need: the command, a folder of files, and an empty users table for each test. */
import { hookEmptyUsersTable } from './empty-users-table.ts';
import { hookImportFiles } from './import-files.ts';
import { hookUsersCommand } from './users-command.ts';

/** Sets it up for the tests of this file. */
export function hookImports(): void {
  hookUsersCommand();
  hookImportFiles();
  hookEmptyUsersTable();
}
