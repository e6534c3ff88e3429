/** The user of the smoke test. */
import { randomUUID } from 'node:crypto';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Connection } from '../cli/connection/connection.ts';
import { generatePassword } from '../cli/passwords/generate-password.ts';
import { hashNewPassword } from '../cli/passwords/hash-new-password.ts';

/** What to sign in with. */
export interface SmokeUser {
  readonly username: string;
  readonly password: string;
}

/** The deploy role may write names that begin with this, and no others: deploy/deploy-role.json. */
const namePrefix = 'smoke-test-';

/** Adds a user, does the work, and removes the user, whatever became of the work. */
export async function withSmokeUser<T>(
  { database, settings, budget }: Connection,
  work: (user: SmokeUser) => Promise<T>,
): Promise<T> {
  const { usersTable: TableName, bcryptCost } = settings;
  const user = { username: `${namePrefix}${randomUUID()}`, password: generatePassword() };
  const { password_input: _, ...hashed } = await hashNewPassword(user.password, bcryptCost);
  const Item = { username: user.username, id: randomUUID(), activated: true, ...hashed };
  const add = new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(username)' });
  const remove = new DeleteCommand({ TableName, Key: { username: user.username } });
  await budget.spend(signal => database.writeOnce.send(add, { abortSignal: signal }));
  try {
    return await work(user);
  } finally {
    await budget.spend(signal => database.write.send(remove, { abortSignal: signal }));
  }
}
