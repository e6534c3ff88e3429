/** The emulated AWS of a rehearsal, as its administrator sees it. */
import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { STSClient } from '@aws-sdk/client-sts';
import { emulatedAccount, type Ministack, startMinistack } from '../support/ministack.ts';

export const region = 'eu-central-1';
export const stage = 'staging';
export const stackName = `signin-${stage}`;

/** Something of IAM by its name and its ARN. */
const named = (kind: 'policy' | 'role', name: string) => ({
  name,
  arn: `arn:aws:iam::${emulatedAccount.id}:${kind}/${name}`,
});
export const stackRole = named('role', `${stackName}-stack`);
export const functionBoundary = named('policy', `${stackName}-function-boundary`);

/** Keys of a user or a role. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The emulator and a client of each service that the rehearsal looks at. */
export interface EmulatedAws {
  readonly ministack: Ministack;
  readonly administrator: Keys;
  readonly cloudFormation: CloudFormationClient;
  readonly cloudWatch: CloudWatchClient;
  readonly dynamoDb: DynamoDBClient;
  readonly iam: IAMClient;
  readonly lambda: LambdaClient;
  readonly sts: STSClient;
  /** The stack of the stage; null if there is none. */
  stack(): Promise<Stack | null>;
  stop(): Promise<void>;
}

/** Starts an AWS that checks signatures and policies. */
export async function startEmulatedAws(): Promise<EmulatedAws> {
  const ministack = await startMinistack({ region, checksPolicies: true });
  const { accessKeyId, secretAccessKey } = emulatedAccount;
  const administrator = { accessKeyId, secretAccessKey };
  const settings = { endpoint: ministack.endpoint, region, credentials: administrator };
  const cloudFormation = new CloudFormationClient(settings);
  return {
    ministack,
    administrator,
    cloudFormation,
    cloudWatch: new CloudWatchClient(settings),
    dynamoDb: new DynamoDBClient(settings),
    iam: new IAMClient(settings),
    lambda: new LambdaClient(settings),
    sts: new STSClient(settings),
    async stack() {
      const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({}));
      return Stacks.find(each => each.StackName === stackName) ?? null;
    },
    stop: ministack.stop,
  };
}

/** The environment in which a command of ours works on the emulated AWS. */
export const environmentOf = ({ ministack }: EmulatedAws, keys: Keys): Record<string, string> => ({
  AWS_ENDPOINT_URL: ministack.endpoint,
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: keys.accessKeyId,
  AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
  ...(keys.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: keys.sessionToken }),
});
