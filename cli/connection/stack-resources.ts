/** What CloudFormation knows of a deployed stage: the names of its resources, and the settings of its function. */
import {
  type CloudFormationClient,
  DescribeStackResourcesCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import * as v from 'valibot';
import { ConnectionFailure } from './connection-failure.ts';

/** The logical ids in serverless.yml, and `AuthLambdaFunction`, which the framework makes of the function `auth`. */
const logicalIds = [
  'UsersTable',
  'SessionsTable',
  'AttemptsTable',
  'JwtSecret',
  'AuthLambdaFunction',
] as const;

/** Of each logical id, the name (of the secret: the ARN) of what was made. */
export type StackResources = Readonly<Record<(typeof logicalIds)[number], string>>;

const templateSchema = v.object({
  Resources: v.object({
    AuthLambdaFunction: v.object({
      Properties: v.object({
        Environment: v.object({ Variables: v.record(v.string(), v.unknown()) }),
      }),
    }),
  }),
});

/**
 * The resources of a stack.
 * @throws {ConnectionFailure} if the stack lacks one of them
 */
export async function findStackResources(
  client: CloudFormationClient,
  stack: string,
): Promise<StackResources> {
  const { StackResources: all = [] } = await client.send(
    new DescribeStackResourcesCommand({ StackName: stack }),
  );
  const found = logicalIds.map(logicalId => {
    const id = all.find(({ LogicalResourceId }) => LogicalResourceId === logicalId)?.PhysicalResourceId;
    if (id !== undefined) return [logicalId, id];
    throw new ConnectionFailure(`The stack ${stack} has no ${logicalId}: deploy it, or look at its state.`);
  });
  // `found` has an entry for each of them.
  return Object.fromEntries(found) as StackResources;
}

/**
 * The environment of the stack's function, as it was deployed; values that only CloudFormation knows are left out.
 * @throws {ConnectionFailure} if the stack's template has no such function
 */
export async function findFunctionEnvironment(
  client: CloudFormationClient,
  stack: string,
): Promise<Record<string, string>> {
  const { TemplateBody = '' } = await client.send(new GetTemplateCommand({ StackName: stack }));
  const template = v.safeParse(v.pipe(v.string(), v.parseJson(), templateSchema), TemplateBody);
  if (!template.success) {
    throw new ConnectionFailure(`The template of the stack ${stack} has no function auth: deploy it again.`);
  }
  const { Variables } = template.output.Resources.AuthLambdaFunction.Properties.Environment;
  return Object.fromEntries(
    Object.entries(Variables).flatMap(([name, value]) =>
      typeof value === 'object' ? [] : [[name, String(value)]],
    ),
  );
}
