/** A deploy that changes a setting, and the way back. */
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { deploy, npmRun, serverless } from './commands.ts';
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

/** Goes back to the version before the last deploy, although somebody has looked into the package meanwhile. */
export async function rollBack(aws: EmulatedAws, deployer: Keys): Promise<string> {
  await serverless(aws, deployer, 'package');
  await npmRun(aws, deployer, 'rollback');
  await expectCost(aws, '12');
  return 'npm run rollback, after a package: BCRYPT_COST of the function is 12 again';
}

/** Goes to a version of the list, as from another folder: the one before the change, which was deployed twice since. */
export async function goTo(aws: EmulatedAws, deployer: Keys): Promise<string> {
  const list = await serverless(aws, deployer, 'deploy list');
  const timestamps = [...list.matchAll(/Timestamp: (\d+)/g)].map(([, timestamp]) => timestamp ?? '');
  const beforeTheChange = timestamps.at(-3);
  if (beforeTheChange === undefined) throw new Error(`there are no three deploys in the list: ${list}`);
  await npmRun(aws, deployer, 'rollback', '--timestamp', beforeTheChange);
  await expectCost(aws, '12');
  return `npm run rollback -- --timestamp, of ${timestamps.length} in the list: BCRYPT_COST of the function is 12`;
}

/** What has nothing to go back to says so. */
export async function refuseRollback(aws: EmulatedAws, deployer: Keys): Promise<string> {
  await deploy(aws, deployer, '--param=bcryptCost=11');
  await deploy(aws, deployer, '--param=bcryptCost=11');
  const reason = await npmRun(aws, deployer, 'rollback').then(
    () => null,
    (error: Error) => /There is nothing to go back to[^:]*/.exec(error.message)?.[0] ?? null,
  );
  if (reason === null) throw new Error('a rollback after a deploy without a change was not refused');
  return reason;
}
