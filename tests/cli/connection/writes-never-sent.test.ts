/** `npm start` ends while a command runs: what was never sent is not said to be done perhaps. */
import { describe, expect, it } from 'vitest';
import { removeCommand } from '../../../cli/commands/remove.ts';
import { connectLaptop } from '../../../cli/connection/connect-laptop.ts';
import { failureOn } from '../../support/interrupted-command.ts';
import { hookUserOfEachTest, id, name } from '../../support/user-of-each-test.ts';
import { api, hookUsersCommand, usersJson } from '../../support/users-command.ts';

const nothingListens = () =>
  `Nothing listens on port ${process.env['DYNAMODB_PORT']}: run npm start in another terminal (with the same DYNAMODB_PORT, if you set one), or name a deployed stage with --stage.`;

describe('a database that is gone by the answer to a question', () => {
  hookUsersCommand();
  hookUserOfEachTest();

  it('has not done the write, and nothing else is said', async () => {
    const { exitCode, document } = await usersJson(['remove', name], {
      answers: [true],
      async meanwhile() {
        await api.stopDatabase();
        // The command has seen by then that its idle connection has ended, as it has when a person answers.
        await expect(fetch(`http://localhost:${process.env['DYNAMODB_PORT']}`)).rejects.toThrow();
      },
    });
    expect([exitCode, document]).toEqual([3, { error: 'unusable', message: nothingListens() }]);
  });
});

describe('a database that ends after a write has come, and before its answer', () => {
  hookUsersCommand();
  hookUserOfEachTest();

  it('may have done it, though the repetitions are refused', async () => {
    const connection = await connectLaptop();
    connection.database.write.middlewareStack.add(
      (next, { commandName }) =>
        async call => {
          const answer = await next(call);
          if (commandName !== 'DeleteItemCommand') return answer;
          await api.stopDatabase();
          throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
        },
      { step: 'deserialize', priority: 'high' },
    );
    const failure = await failureOn(connection, removeCommand, [name]);
    expect(failure.error).toBe('half_done');
    expect(failure.message).toContain(
      `${nothingListens()} ${name} with the id ${id} (a number) may be gone: look with show ${name}.`,
    );
  });
});
