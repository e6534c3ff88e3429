/** Packages as CI does, and lets cfn-lint read the template. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pythonPrograms } from '../support/python-packages.ts';
import { outputOf, params, serverless } from './commands.ts';
import { type EmulatedAws, type Keys, region } from './emulated-aws.ts';

/** Warnings about what the framework writes, which does no harm. */
const ignoredWarnings = {
  W3005: 'a DependsOn that a reference implies already',
  W8003: 'a condition on a param, which has been filled in already',
  I1022: 'a Fn::Join with an empty delimiter where a Fn::Sub would do',
};

/** Says how many resources the template has. @throws if cfn-lint finds anything that is not ignored */
export async function lintTemplate(aws: EmulatedAws, keys: Keys, folder: string): Promise<string> {
  await serverless(aws, keys, 'package', '--package', folder, ...params);
  const file = join(folder, 'cloudformation-template-update-stack.json');
  await outputOf(aws, keys, join(pythonPrograms(), 'cfn-lint'), [
    ...['--regions', region, '--include-checks', 'I'],
    ...['--ignore-checks', ...Object.keys(ignoredWarnings), '--template', file],
  ]);
  // The framework wrote it.
  const template = JSON.parse(await readFile(file, 'utf8')) as { readonly Resources: object };
  const ignored = Object.entries(ignoredWarnings).map(([check, what]) => `${check} (${what})`);
  return `${Object.keys(template.Resources).length} resources, nothing found; ignored: ${ignored.join(', ')}`;
}
