/** The function of which `timing.ts` measures the time, with limits that it does not reach. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { HttpResponse } from '../../handlers/http/response.ts';
import { createFunction } from '../../handlers/lambda/function.ts';
import { parseSettings } from '../../lib/settings/parse-settings.ts';
import { fillTable } from '../setup/fill-table.ts';
import { tables } from '../setup/run-on-database.ts';

/** A row of the users table. */
export interface StoredUser {
  readonly username: string;
  readonly password?: string;
  readonly password_input?: string;
}

/** The users, and the cost of new hashes. */
export interface CostAndUsers {
  readonly cost: number;
  readonly users: readonly StoredUser[];
}

/** The most that the settings take: so many guesses can be measured on one name. */
export const guessesPerName = 100;

const settings = {
  JWT_SECRET: randomBytes(48).toString('base64'),
  ACCOUNT_FREE_ATTEMPTS: String(guessesPerName),
  NETWORK_MAX_ATTEMPTS: '1000000000',
};

/**
 * Adds the users to a database, and makes a function on it in this process, whose environment it changes. The result
 * answers the body of a sign-in.
 */
export async function functionWithUsers(
  { cost, users }: CostAndUsers,
  database: Readonly<Record<string, string>>,
  documents: DynamoDBDocumentClient,
): Promise<(body: string) => Promise<HttpResponse>> {
  await fillTable(
    documents,
    tables.USERS_TABLE,
    users.map(user => ({ id: 33, activated: true, ...user })),
  );
  Object.assign(process.env, database);
  const api = createFunction({
    settings: parseSettings({ ...database, ...settings, BCRYPT_COST: String(cost) }),
    clock: {
      now: Date.now,
      elapsed: () => performance.now(),
      pause: (milliseconds: number) => pause(milliseconds),
    },
    log: () => {},
  });
  // sample-events.test.ts checks the samples' shape.
  const sample = JSON.parse(await readFile('events/signin.json', 'utf8')) as APIGatewayProxyEventV2;
  return body => api({ ...sample, body }, { awsRequestId: 'request', functionName: 'signin' });
}
