/** The end of a stack, and a deploy that finds the data of before. */
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { deploy, serverless } from './commands.ts';
import { expectStatus, post, signIn } from './deployed-api.ts';
import { type EmulatedAws, type Keys, stackName } from './emulated-aws.ts';

const kept = [`${stackName}-sessions`, `${stackName}-users`];

/** Removes the stack, and checks that just the tables with people's data are left. */
export async function remove(aws: EmulatedAws): Promise<string> {
  await serverless(aws, aws.administrator, 'remove');
  const { TableNames = [] } = await aws.dynamoDb.send(new ListTablesCommand({}));
  const stack = await aws.stack();
  if (stack !== null) throw new Error(`the stack is ${stack.StackStatus}`);
  if (TableNames.toSorted().join() !== kept.join())
    throw new Error(`the tables are ${TableNames.join(', ')}`);
  return `no stack any more; ${kept.join(' and ')} are left`;
}

/** Deploys again. The user signs in, and the session of before the removal is good. */
export async function deployAgain(aws: EmulatedAws, deployer: Keys, sessionToken: string): Promise<string> {
  await deploy(aws, deployer);
  await signIn(aws);
  expectStatus(await post(aws, '/api/auth/IamLoggedIn', { session_token: sessionToken }), 202);
  return `the stack is ${(await aws.stack())?.StackStatus}; the user of before signs in, the session of before is redeemed`;
}
