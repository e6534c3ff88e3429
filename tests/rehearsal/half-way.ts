/** A first deploy that fails half-way: at the function, which is made after the tables. */
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { deploy, deployThatFails } from './commands.ts';
import type { EmulatedAws, Keys } from './emulated-aws.ts';

async function nameTables(aws: EmulatedAws): Promise<string> {
  const { TableNames = [] } = await aws.dynamoDb.send(new ListTablesCommand({}));
  return TableNames.length === 0 ? 'no table' : TableNames.join(' and ');
}

/** Deploys while no function can be made, and says what that leaves. */
export async function failHalfWay(aws: EmulatedAws, deployer: Keys): Promise<string> {
  aws.ministack.failFunctions(true);
  const output = await deployThatFails(aws, deployer);
  aws.ministack.failFunctions(false);
  const reason = /^.*AuthLambdaFunction.*$/m.exec(output)?.[0];
  if (reason === undefined) throw new Error(`the failure does not name the function: ${output}`);
  const stack = await aws.stack();
  return `${reason.trim()}; the stack is ${stack?.StackStatus} and leaves ${await nameTables(aws)}`;
}

/** Deploys again. */
export async function deployAfterFailure(aws: EmulatedAws, deployer: Keys): Promise<string> {
  await deploy(aws, deployer);
  return `the stack is ${(await aws.stack())?.StackStatus} and has ${await nameTables(aws)}`;
}
