/** An embedded database for what is measured, with the environment of a function on it. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { localCredentials, type Resources, startDatabase } from '../../dev/embedded-dynamodb.ts';

/** The names of the tables, as the function's environment has them. */
export const tables = {
  USERS_TABLE: 'signin-staging-users',
  SESSIONS_TABLE: 'signin-staging-sessions',
  ATTEMPTS_TABLE: 'signin-staging-attempts',
};

/** The part of a function's environment that leads it to a database. */
export const environmentOf = (endpoint: string): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL_DYNAMODB: endpoint,
  AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
  AWS_REGION: 'local',
  ...tables,
});

/** A client that fills the tables. */
export const documentsAt = (endpoint: string): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint, region: 'local', credentials: localCredentials }),
  );

/** Does something on a database with empty tables. The database ends with it, also if it fails. */
export async function runOnDatabase<Result>(
  resources: Resources,
  work: (environment: Readonly<Record<string, string>>, documents: DynamoDBDocumentClient) => Promise<Result>,
): Promise<Result> {
  const { endpoint, stop } = await startDatabase(resources, { port: 0 });
  const documents = documentsAt(endpoint);
  try {
    return await work(environmentOf(endpoint), documents);
  } finally {
    documents.destroy();
    await stop();
  }
}
