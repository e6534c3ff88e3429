/** The function that `timing.ts` measures, with limits that it does not reach. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { localCredentials, type Resources, startDatabase } from '../dev/embedded-dynamodb.ts';
import type { HttpResponse } from '../handlers/http/response.ts';
import { createFunction } from '../handlers/lambda/function.ts';
import { parseSettings } from '../lib/settings/parse-settings.ts';
import { runServerless } from '../tests/support/serverless-command.ts';

/** A row of the users table. */
export interface StoredUser {
  readonly username: string;
  readonly password?: string;
  readonly password_input?: string;
}

/** The most that the settings take: so many guesses can be measured on one name. */
export const guessesPerName = 100;

const environment = {
  USERS_TABLE: 'signin-staging-users',
  SESSIONS_TABLE: 'signin-staging-sessions',
  ATTEMPTS_TABLE: 'signin-staging-attempts',
  JWT_SECRET: randomBytes(48).toString('base64'),
  ACCOUNT_FREE_ATTEMPTS: String(guessesPerName),
  NETWORK_MAX_ATTEMPTS: '1000000000',
};

async function resources(): Promise<Resources> {
  const folder = await mkdtemp(join(tmpdir(), 'signin-timing-'));
  await runServerless(['package', '--stage', 'staging', '--package', folder]);
  const text = await readFile(join(folder, 'cloudformation-template-update-stack.json'), 'utf8');
  await rm(folder, { recursive: true });
  // The framework wrote it.
  return (JSON.parse(text) as { Resources: Resources }).Resources;
}

/** Starts it with the given users; the result answers the body of a sign-in. */
export async function startMeasuredFunction(
  cost: number,
  users: readonly StoredUser[],
): Promise<(body: string) => Promise<HttpResponse>> {
  const { endpoint } = await startDatabase(await resources(), { port: 0 });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
    AWS_REGION: 'local',
  });
  const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  for (const user of users) {
    const Item = { id: 33, activated: true, ...user };
    await table.send(new PutCommand({ TableName: environment.USERS_TABLE, Item }));
  }

  const api = createFunction({
    settings: parseSettings({ ...environment, BCRYPT_COST: String(cost) }),
    clock: {
      now: Date.now,
      elapsed: () => performance.now(),
      pause: (milliseconds: number) => pause(milliseconds),
    },
    log: () => {},
  });
  // events.test.ts checks the samples' shape.
  const sample = JSON.parse(await readFile('events/signin.json', 'utf8')) as APIGatewayProxyEventV2;
  return body => api({ ...sample, body }, { awsRequestId: 'request', functionName: 'signin' });
}
