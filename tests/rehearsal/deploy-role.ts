/** The role of CI, made from the files that the runbook has pasted, and taken as GitHub's jobs take it. */
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleWithWebIdentityCommand } from '@aws-sdk/client-sts';
import { emulatedAccount } from '../support/ministack.ts';
import { type EmulatedAws, type Keys, stage } from './emulated-aws.ts';
import { policyOf, repository } from './policy-files.ts';

const { owner, name, ownerId, id } = repository;

/** The subjects of a job of the repository in an environment: the form of old repositories, and that of new ones. */
const subjectsIn = (environment: string) => [
  `repo:${owner}/${name}:environment:${environment}`,
  `repo:${owner}@${ownerId}/${name}@${id}:environment:${environment}`,
];

/** Subjects of jobs that must not deploy: of another repository, stage, or no environment at all. */
const strangers = [
  `repo:somebody/${name}:environment:${stage}`,
  `repo:${owner}@9999/${name}@${id}:environment:${stage}`,
  `repo:${owner}/${name}:ref:refs/heads/main`,
  `repo:${owner}/${name}:pull_request`,
  ...subjectsIn('another'),
];

const base64Url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token with the claims of GitHub's. The emulator reads them, and checks no signature. */
const tokenOf = (sub: string) =>
  `${base64Url({ alg: 'RS256', typ: 'JWT' })}.${base64Url({
    iss: 'https://token.actions.githubusercontent.com',
    aud: 'sts.amazonaws.com',
    sub,
  })}.signature`;

const arnOf = (roleName: string) => `arn:aws:iam::${emulatedAccount.id}:role/${roleName}`;

/** Keys of a session of the role, for a job with this subject. @throws if the trust policy refuses it */
async function assumeRole(aws: EmulatedAws, roleName: string, subject: string): Promise<Keys> {
  const { Credentials } = await aws.sts.send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: arnOf(roleName),
      RoleSessionName: 'rehearsal',
      WebIdentityToken: tokenOf(subject),
    }),
  );
  const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken) throw new Error(`there are no keys for ${roleName}`);
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

/** Makes a role that CI can take, with this policy, and returns keys of a session of it. */
export async function makeRoleOfCi(aws: EmulatedAws, RoleName: string, policy: string): Promise<Keys> {
  const AssumeRolePolicyDocument = await policyOf('deploy-role-trust');
  await aws.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  await aws.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: RoleName, PolicyDocument: policy }));
  return assumeRole(aws, RoleName, subjectsIn(stage)[0] ?? '');
}

/** Whether the trust policy lets this job in. @throws if anything else is in the way */
async function isLetIn(aws: EmulatedAws, roleName: string, subject: string): Promise<boolean> {
  try {
    await assumeRole(aws, roleName, subject);
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'AccessDenied') return false;
    throw error;
  }
}

/** Lets the right jobs and strangers ask for the role. @throws if a right one is refused or a stranger is let in */
export async function tryTrustPolicy(aws: EmulatedAws, roleName: string): Promise<string> {
  const right = subjectsIn(stage);
  for (const subject of right) {
    if (!(await isLetIn(aws, roleName, subject))) throw new Error(`refused: ${subject}`);
  }
  for (const subject of strangers) {
    if (await isLetIn(aws, roleName, subject)) throw new Error(`let in: ${subject}`);
  }
  return `lets in ${right.join(' and ')}; refuses ${strangers.length} others`;
}
