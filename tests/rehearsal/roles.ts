/** Whether the roles of `deploy/` and of the template suffice: the emulator refuses what they do not allow. */
import { CreatePolicyCommand, CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { actionNames, checkedActions, checksOf } from './checked-actions.ts';
import { deployThatFails } from './commands.ts';
import { makeRoleOfCi } from './deploy-role.ts';
import { type EmulatedAws, functionBoundary, type Keys, stackName, stackRole } from './emulated-aws.ts';
import { actionsOf, policyOf } from './policy-files.ts';

export const deployRoleName = `${stackName}-deploy`;

/** Makes the boundary, the stack role and the role of CI in the runbook's order, and returns keys of the last. */
export async function makeRoles(aws: EmulatedAws): Promise<Keys> {
  const { iam } = aws;
  const PolicyDocument = await policyOf('function-boundary');
  await iam.send(new CreatePolicyCommand({ PolicyName: functionBoundary.name, PolicyDocument }));
  const AssumeRolePolicyDocument = await policyOf('stack-role-trust');
  await iam.send(new CreateRoleCommand({ RoleName: stackRole.name, AssumeRolePolicyDocument }));
  const { name } = stackRole;
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: name,
      PolicyName: name,
      PolicyDocument: await policyOf('stack-role'),
    }),
  );
  return makeRoleOfCi(aws, deployRoleName, await policyOf('deploy-role'));
}

/** A role that lacks one action cannot deploy: the check of the check. */
export async function deployWithout(aws: EmulatedAws, action: string): Promise<string> {
  const policy = (await policyOf('deploy-role')).replace(action, 'sts:GetCallerIdentity');
  const keys = await makeRoleOfCi(aws, `${deployRoleName}-lacking`, policy);
  await deployThatFails(aws, keys, '--force');
  const denied = actionNames(checksOf(aws, keys).filter(({ allowed }) => !allowed));
  if (denied.join() !== action) throw new Error(`denied is not ${action} but: ${denied.join(', ')}`);
  return `without ${action}, the deploy is refused`;
}

/** Which actions the role of CI used, and which it has besides. */
export async function usedByDeploy(aws: EmulatedAws, deployer: Keys): Promise<string> {
  const checks = checksOf(aws, deployer);
  const denied = actionNames(checks.filter(({ allowed }) => !allowed));
  if (denied.length > 0) throw new Error(`deploy/deploy-role.json lacks ${denied.join(', ')}`);
  const used = actionNames(checks);
  const unused = actionsOf(await policyOf('deploy-role')).filter(action => !used.includes(action));
  return `${used.join(', ')}; all allowed. Allowed, not used here: ${unused.join(', ')}`;
}

/** Which actions the function used under its own role. */
export async function usedByFunction(aws: EmulatedAws, ...others: readonly Keys[]): Promise<string> {
  const known = [aws.administrator, ...others].map(({ accessKeyId }) => accessKeyId);
  const checks = checkedActions(aws).filter(({ accessKeyId }) => !known.includes(accessKeyId));
  const denied = checks.filter(({ allowed }) => !allowed);
  if (denied.length > 0) throw new Error(`AuthRole lacks ${JSON.stringify(denied)}`);
  return actionNames(checks).join(', ');
}
