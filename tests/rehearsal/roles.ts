/** Whether the roles of `deploy/` and of the template suffice: the emulator refuses what they do not allow. */
import { actionNames, checkedActions, checksOf } from './checked-actions.ts';
import { deployThatFails } from './commands.ts';
import { actionsOf, assumeRoleWith, policyOf } from './deploy-role.ts';
import type { EmulatedAws, Keys } from './emulated-aws.ts';

/** Makes the role of CI. */
export async function makeDeployRole(aws: EmulatedAws): Promise<Keys> {
  return assumeRoleWith(aws, 'signin-deploy', await policyOf('deploy-role'));
}

/** A role that lacks one action cannot deploy: the check of the check. */
export async function deployWithout(aws: EmulatedAws, action: string): Promise<string> {
  const policy = (await policyOf('deploy-role')).replace(action, 'sts:GetCallerIdentity');
  const keys = await assumeRoleWith(aws, 'signin-deploy-lacking', policy);
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
