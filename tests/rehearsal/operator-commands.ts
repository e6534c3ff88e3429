/** The commands of CI after a deploy, and of the operator: they find the stage by its stack. */
import { npmRun } from './commands.ts';
import { apiUrl, credentials, expectStatus, post } from './deployed-api.ts';
import type { EmulatedAws, Keys } from './emulated-aws.ts';

/** The smoke test with the deploy role, against the right address and against a wrong one. */
export async function smokeTest(aws: EmulatedAws, deployer: Keys): Promise<string> {
  const url = await apiUrl(aws);
  const output = await npmRun(aws, deployer, 'smoke', url);
  const failed = await npmRun(aws, deployer, 'smoke', `${url}/nothing`).then(
    () => false,
    () => true,
  );
  if (!failed) throw new Error('the smoke test of a wrong address has passed');
  return `${output.trim().split('\n').join(', ')}; with a wrong address it fails`;
}

/** Adds, renames and removes a user, who can sign in meanwhile. */
export async function useUsersCommands(aws: EmulatedAws): Promise<string> {
  const users = (...args: readonly string[]) => npmRun(aws, aws.administrator, 'users', ...args, '--json');
  const added = await users('add', 'anna.meier', '--generate', '--no-require-password-change');
  const password = /"generated_password": ?"([^"]+)"/.exec(added)?.[1];
  if (password === undefined) throw new Error('add has printed no password');
  await users('rename', 'anna.meier', 'anna.huber', '--yes');
  const signIn = (username: string) => post(aws, '/api/auth/signin', { ...credentials, username, password });
  expectStatus(await signIn('anna.huber'), 200);
  expectStatus(await signIn('anna.meier'), 400);
  await users('remove', 'anna.huber', '--yes');
  expectStatus(await signIn('anna.huber'), 400);
  return 'add, rename and remove: only the name of the moment signs in';
}
