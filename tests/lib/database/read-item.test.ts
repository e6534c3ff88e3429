import { PutCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectDatabase } from '../../../lib/database/dynamodb-client.ts';
import { readItem } from '../../../lib/database/read-item.ts';
import { createDatabaseTimeBudget } from '../../../lib/database/time-budget.ts';
import {
  type DatabaseConnection,
  type FaultyDatabase,
  startFaultyDatabase,
} from '../../support/faulty-database.ts';
import { startFunction, type TestFunction } from '../../support/test-function.ts';

let database: FaultyDatabase;
let connection: DatabaseConnection;
let api: TestFunction;
beforeAll(async () => {
  database = await startFaultyDatabase();
  connection = database.connect();
  api = await startFunction(connection.settings, { database });
  await api.putUser({ username: 'st.huber', id: 33 });
  const TableName = table('ATTEMPTS_TABLE');
  for (const counter of ['one', 'two', 'st.huber']) {
    await connectDatabase().write.send(new PutCommand({ TableName, Item: { counter, n: counter.length } }));
  }
});
afterAll(async () => {
  await api.stop();
  await database.stop();
});
beforeEach(() => {
  connection.calls.length = 0;
});

const table = (setting: string) => connection.settings[setting] ?? '';
const createBudget = () => createDatabaseTimeBudget(() => 0);
const keyOf = (name: string) => name.replace(/.*:/, '');

/** Begins to read a counter, or a user if the name begins with `user:`. */
const read = (name: string, budget = createBudget()) =>
  name.startsWith('user:')
    ? readItem(connectDatabase(), table('USERS_TABLE'), { username: keyOf(name) }, budget)
    : readItem(connectDatabase(), table('ATTEMPTS_TABLE'), { counter: keyOf(name) }, budget);

const shapeOf = (name: string) => {
  if (['user:st.huber', 'user:nobody'].includes(name)) return name === 'user:nobody' ? null : { id: 33 };
  return name === 'none' ? null : { counter: name, n: name.length };
};

describe('a read of an item', () => {
  it('is one call with the other reads that its request begins at the same moment, of any table', async () => {
    const names = fc.constantFrom('one', 'two', 'st.huber', 'none', 'user:st.huber', 'user:nobody');
    const several = fc.array(names, { minLength: 2, maxLength: 12 }).filter(some => new Set(some).size > 1);
    await fc.assert(
      fc.asyncProperty(several, async wanted => {
        connection.calls.length = 0;
        const budget = createBudget();
        const items = await Promise.all(wanted.map(name => read(name, budget)));
        wanted.forEach((name, index) => {
          const shape = shapeOf(name);
          if (shape === null) expect(items[index]).toBeNull();
          else expect(items[index]).toMatchObject(shape);
        });
        expect(connection.calls).toMatchObject([
          { operation: 'BatchGetItem', isConsistent: true, items: new Set(wanted).size },
        ]);
      }),
      { numRuns: 30 },
    );
  });

  it('is one of a hundred in a call at most, which is as many as DynamoDB takes', async () => {
    const budget = createBudget();
    const names = ['one', ...Array.from({ length: 99 }, (_, index) => `none.${index}`), 'two'];
    const items = await Promise.all(names.map(name => read(name, budget)));
    expect(items.filter(item => item !== null)).toEqual([shapeOf('one'), shapeOf('two')]);
    expect(items.at(-1)).toEqual(shapeOf('two'));
    expect(connection.calls.map(({ items: asked }) => asked)).toEqual([100, 1]);
  });

  it('is a call of its own if it is alone, or the other reads are of other requests or come later', async () => {
    await Promise.all([read('one'), read('one')]);
    const budget = createBudget();
    await read('one', budget);
    await read('two', budget);
    expect(connection.calls.map(({ operation }) => operation)).toEqual(Array(4).fill('GetItem'));
    expect(connection.calls.every(({ isConsistent }) => isConsistent)).toBe(true);
  });
});
