/** Connects to the tables of a deployed stage, with the operator's own AWS credentials. */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { loadKeys } from '../../lib/secrets/load-keys.ts';
import { parseSettings } from '../../lib/settings/parse-settings.ts';
import { waitForAll } from '../../lib/wait-for-all.ts';
import type { Connection } from './connection.ts';
import { connectOperatorDatabase } from './operator-database.ts';
import { findFunctionEnvironment, findStackResources } from './stack-resources.ts';

/** That of `provider.region` in serverless.yml. The framework does not look at `AWS_REGION` either. */
export const defaultRegion = 'eu-central-1';

/**
 * The tables, the settings and the secret of a stage, found in its stack.
 * @throws {ConnectionFailure} if the stack is not one of this service; the SDK's exceptions if AWS refuses
 */
export async function connectStage(stage: string, region: string): Promise<Connection> {
  // For the clients of the database and of the secret too.
  process.env['AWS_REGION'] = region;
  const client = new CloudFormationClient({});
  const stack = `signin-${stage}`;
  const [resources, environment] = await waitForAll([
    findStackResources(client, stack),
    findFunctionEnvironment(client, stack),
  ]).finally(() => client.destroy());
  const settings = parseSettings({
    ...environment,
    USERS_TABLE: resources.UsersTable,
    SESSIONS_TABLE: resources.SessionsTable,
    ATTEMPTS_TABLE: resources.AttemptsTable,
    JWT_SECRET_ARN: resources.JwtSecret,
  });
  return {
    place: `stage ${stage} in ${region}`,
    ...connectOperatorDatabase(),
    settings,
    logGroup: `/aws/lambda/${resources.AuthLambdaFunction}`,
    async loadKeys() {
      const { accessTokens: _, devices: __, ...keys } = await loadKeys(settings.jwtSecret);
      return keys;
    },
  };
}
