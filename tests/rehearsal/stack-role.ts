/** The stack role beside what AWS's schemas of the resource types ask for: the emulator needs no role to make them. */
import { join } from 'node:path';
import { pythonPrograms } from '../support/python-packages.ts';
import { outputOf } from './commands.ts';
import { type EmulatedAws, type Keys, region } from './emulated-aws.ts';
import { actionsOf, policyOf } from './policy-files.ts';

/**
 * What API Gateway needs of the one who switches on an access log:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html
 */
const neededForAccessLog = [
  'logs:DeleteLogDelivery',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:UpdateLogDelivery',
];

/** How many of the actions each service has. */
function countByService(actions: readonly string[]): string {
  const services = Map.groupBy(actions, action => action.replace(/:.*/, ''));
  return [...services].map(([service, its]) => `${its.length} of ${service}`).join(', ');
}

/**
 * Compares the actions of the role with those that the types in the template can need with all of their properties.
 * @throws if the role has an action that no type can need
 */
export async function compareStackRole(aws: EmulatedAws, keys: Keys, templateFile: string): Promise<string> {
  const python = join(pythonPrograms(), 'python');
  const printed = await outputOf(aws, keys, python, [
    'tests/rehearsal/needed_actions.py',
    templateFile,
    region,
  ]);
  // needed_actions.py prints lists of actions by type.
  const ofTypes = Object.values(JSON.parse(printed) as Record<string, string[]>).flat();
  const needed = [...ofTypes, ...neededForAccessLog];
  const isAmong = (actions: readonly string[], action: string) =>
    actions.some(each => each.toLowerCase() === action.toLowerCase());
  const allowed = actionsOf(await policyOf('stack-role'));
  const superfluous = allowed.filter(action => !isAmong(needed, action));
  if (superfluous.length > 0) throw new Error(`no resource type needs ${superfluous.join(', ')}`);
  const leftOut = [...new Set(needed)].filter(action => !isAmong(allowed, action));
  return `its ${allowed.length} actions are among those of the types; left out, for properties that we do not use: ${countByService(leftOut)}`;
}
