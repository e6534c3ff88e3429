/** The address of a stage's API. */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { RefusedDeployment } from './refused-deployment.ts';

/**
 * The address that API Gateway gave the API, from the outputs of the stack.
 * @throws {RefusedDeployment} if the stack has no such output
 */
export async function apiUrl(stage: string, region: string): Promise<string> {
  const client = new CloudFormationClient({ region });
  const { Stacks = [] } = await client
    .send(new DescribeStacksCommand({ StackName: `signin-${stage}` }))
    .finally(() => client.destroy());
  const url = Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'HttpApiUrl')?.OutputValue;
  if (url === undefined) {
    throw new RefusedDeployment(
      `The stack signin-${stage} has no output HttpApiUrl: deploy it, or type the URL.`,
    );
  }
  return url;
}
