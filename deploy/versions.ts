/** The versions of a stage, which `serverless rollback` knows by their time in milliseconds since 1970. */
import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';

/** Looks the versions of a stage up. Both are null if there is no stack. */
export interface Versions {
  /** The one that runs, as the template of the stack says. */
  deployed(): Promise<string | null>;
  /** The latest one in the bucket. After a rollback it is not the one that runs. */
  newest(): Promise<string | null>;
}

const isMissingStack = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ValidationError' && error.message.includes('does not exist');

/** Looks up on AWS. @throws the SDK's exceptions if AWS refuses */
export function versionsOf(stage: string, region: string): Versions {
  const StackName = `signin-${stage}`;

  async function withStack<T>(ask: (client: CloudFormationClient) => Promise<T>): Promise<T | null> {
    const client = new CloudFormationClient({ region });
    try {
      return await ask(client);
    } catch (error) {
      if (isMissingStack(error)) return null;
      throw error;
    } finally {
      client.destroy();
    }
  }

  return {
    deployed: () =>
      withStack(async client => {
        const { TemplateBody = '' } = await client.send(new GetTemplateCommand({ StackName }));
        return /"S3Key": ?"[^"]*\/([0-9]{13})-[^"]*"/.exec(TemplateBody)?.[1] ?? null;
      }),

    async newest() {
      const found = await withStack(client =>
        client.send(
          new DescribeStackResourceCommand({ StackName, LogicalResourceId: 'ServerlessDeploymentBucket' }),
        ),
      );
      const Bucket = found?.StackResourceDetail?.PhysicalResourceId;
      if (Bucket === undefined) return null;
      const client = new S3Client({ region });
      let newest: string | null = null;
      // Keys are sorted, and begin with the time.
      for await (const { Contents = [] } of paginateListObjectsV2(
        { client },
        { Bucket, Prefix: 'serverless/' },
      )) {
        for (const { Key = '' } of Contents) newest = /\/([0-9]{13})-/.exec(Key)?.[1] ?? newest;
      }
      client.destroy();
      return newest;
    },
  };
}
