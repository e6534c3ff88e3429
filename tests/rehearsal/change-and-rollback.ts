/** A deploy that changes a setting, and the way back. */
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { deploy, serverless } from './commands.ts';
import { type EmulatedAws, type Keys, stackName } from './emulated-aws.ts';

/** The cost of new hashes that the deployed function has. */
async function deployedCost(aws: EmulatedAws): Promise<string | undefined> {
  const command = new GetFunctionConfigurationCommand({ FunctionName: `${stackName}-auth` });
  return (await aws.lambda.send(command)).Environment?.Variables?.['BCRYPT_COST'];
}

async function expectCost(aws: EmulatedAws, expected: string): Promise<void> {
  const cost = await deployedCost(aws);
  if (cost !== expected) throw new Error(`BCRYPT_COST of the function is ${cost} and not ${expected}`);
}

/** Deploys the same once more. */
export async function deployUnchanged(aws: EmulatedAws, deployer: Keys): Promise<string> {
  const output = await deploy(aws, deployer);
  const skipped = /No changes to deploy.*|.*Deployment skipped.*/.exec(output)?.[0];
  if (skipped === undefined) throw new Error(`nothing says that there is no change: ${output}`);
  return skipped.trim();
}

/** Deploys another cost. */
export async function deployChange(aws: EmulatedAws, deployer: Keys): Promise<string> {
  const before = await deployedCost(aws);
  await deploy(aws, deployer, '--param=bcryptCost=11');
  await expectCost(aws, '11');
  return `BCRYPT_COST of the function was ${before} and is 11`;
}

/** Goes back to the deploy before the last one. */
export async function rollBack(aws: EmulatedAws, deployer: Keys): Promise<string> {
  const list = await serverless(aws, deployer, 'deploy list');
  const timestamp = [...list.matchAll(/Timestamp: (\d+)/g)].at(-2)?.[1];
  if (timestamp === undefined) throw new Error(`there are no two deploys in the list: ${list}`);
  await serverless(aws, deployer, 'rollback', '--timestamp', timestamp);
  await expectCost(aws, '12');
  return `rollback --timestamp ${timestamp}: BCRYPT_COST of the function is 12 again`;
}
