import { expect, it } from 'vitest';
import { connectLaptop } from '../../../cli/connection/connect-laptop.ts';
import { failureOf } from '../../../cli/failure-sentence.ts';
import { deleteSessionsOfGoneRow } from '../../../cli/rows/sessions-of-row.ts';
import { interruptWrites, timeOut } from '../../support/interrupted-writes.ts';
import { hookUserOfEachTest, id, name, stayLoggedIn } from '../../support/user-of-each-test.ts';
import { hookUsersCommand } from '../../support/users-command.ts';

hookUsersCommand();
hookUserOfEachTest();

it('a row that is gone leaves no sessions, or a sentence that says what is done and what is left', async () => {
  await stayLoggedIn();
  const connection = await connectLaptop();
  const row = { username: name, id };
  const failing = deleteSessionsOfGoneRow(interruptWrites(connection, timeOut), row, 'Sessions are left');
  expect(failureOf(await failing.catch((error: unknown) => error))).toEqual({
    exitCode: 3,
    error: 'half_done',
    message: 'DynamoDB is unavailable (TimeoutError). Sessions are left.',
  });
  expect(await deleteSessionsOfGoneRow(connection, row, '')).toBe(1);
});
