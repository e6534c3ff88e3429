/** The commands of a rehearsal, run as CI and an operator type them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { emulatedAccount } from '../support/ministack.ts';
import {
  type EmulatedAws,
  environmentOf,
  functionBoundary,
  type Keys,
  region,
  stackRole,
  stage,
} from './emulated-aws.ts';

/** A finished command, its two outputs in one text. */
interface Finished {
  readonly exitCode: number | null;
  readonly output: string;
}

/** Runs a program on the emulated AWS, with the keys, and with no other setting of AWS. */
async function run(
  aws: EmulatedAws,
  keys: Keys,
  program: string,
  args: readonly string[],
): Promise<Finished> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const child = spawn(program, args, {
    env: { ...Object.fromEntries(inherited), ...environmentOf(aws, keys) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const read = (chunk: Buffer) => {
    output += chunk;
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  await once(child, 'close');
  return { exitCode: child.exitCode, output };
}

/** What a command prints. @throws with its output if it does not end with 0 */
export async function outputOf(
  aws: EmulatedAws,
  keys: Keys,
  program: string,
  args: readonly string[],
): Promise<string> {
  const { exitCode, output } = await run(aws, keys, program, args);
  if (exitCode !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${exitCode}: ${output}`);
  return output;
}

/** Runs a command of the framework for the stage. */
export const serverless = (aws: EmulatedAws, keys: Keys, command: string, ...more: readonly string[]) =>
  outputOf(aws, keys, 'npx', ['serverless', ...command.split(' '), '--stage', stage, ...more]);

/** Where the alarms of the stage tell of trouble. */
export const alarmTopic = `arn:aws:sns:${region}:${emulatedAccount.id}:signin-alarms`;

/** `npm run` of one of our scripts. */
const script = (name: string, ...args: readonly string[]) => ['run', '--silent', name, '--', ...args];

/** The params that the runbook has an operator set. */
export const params = [
  `--param=alarmTopicArn=${alarmTopic}`,
  `--param=stackRoleArn=${stackRole.arn}`,
  `--param=functionBoundaryArn=${functionBoundary.arn}`,
];

const deployCommand = script('deploy', '--stage', stage, ...params);

/** Runs a script of package.json. */
export const npmRun = (aws: EmulatedAws, keys: Keys, name: string, ...args: readonly string[]) =>
  outputOf(aws, keys, 'npm', script(name, ...args, '--stage', stage));

/** Deploys the stage as CI does. */
export const deploy = (aws: EmulatedAws, keys: Keys, ...more: readonly string[]) =>
  outputOf(aws, keys, 'npm', [...deployCommand, ...more]);

/** Deploys where that has to fail, and returns the output. @throws if it succeeds */
export async function deployThatFails(
  aws: EmulatedAws,
  keys: Keys,
  ...more: readonly string[]
): Promise<string> {
  const { exitCode, output } = await run(aws, keys, 'npm', [...deployCommand, ...more]);
  if (exitCode === 0) throw new Error(`the deploy has succeeded: ${output}`);
  return output;
}
