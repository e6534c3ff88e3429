/** Which version of the code a stage runs. */
import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';

/**
 * The time of the deployment in milliseconds since 1970, by which `serverless rollback` knows a version; null if nothing
 * is deployed. It is read from the template, since after a rollback the newest version in the bucket is not the one
 * that runs.
 * @throws the SDK's exceptions if AWS refuses
 */
export async function deployedVersion(stage: string, region: string): Promise<string | null> {
  const client = new CloudFormationClient({ region });
  try {
    const { TemplateBody = '' } = await client.send(new GetTemplateCommand({ StackName: `signin-${stage}` }));
    return /"S3Key": ?"[^"]*\/([0-9]{13})-[^"]*"/.exec(TemplateBody)?.[1] ?? null;
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError') return null;
    throw error;
  } finally {
    client.destroy();
  }
}
