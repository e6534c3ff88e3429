/** The role of CI, made from the file that the runbook has pasted. */
import { readFile } from 'node:fs/promises';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { emulatedAccount } from '../support/ministack.ts';
import { type EmulatedAws, type Keys, region, stage } from './emulated-aws.ts';

/** The part of a policy that matters here. */
interface Policy {
  readonly Statement: readonly { readonly Action: string | readonly string[] }[];
}

/** In the place of the OpenID Connect of CI, which the emulator does not have. */
const administratorMayAssume = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${emulatedAccount.id}:root` },
      Action: 'sts:AssumeRole',
    },
  ],
});

/** A policy of `deploy/` with its placeholders filled in. */
export async function policyOf(file: string): Promise<string> {
  const text = await readFile(`deploy/${file}.json`, 'utf8');
  return text
    .replaceAll('ACCOUNT_ID', emulatedAccount.id)
    .replaceAll('REGION', region)
    .replaceAll('STAGE', stage);
}

/** All actions that a policy allows. */
export const actionsOf = (policy: string): string[] =>
  // A test holds these files against the form of policies.
  (JSON.parse(policy) as Policy).Statement.flatMap(({ Action }) => Action);

/** Makes a role with this policy, and returns keys of a session of it. */
export async function assumeRoleWith(aws: EmulatedAws, RoleName: string, policy: string): Promise<Keys> {
  const { Role } = await aws.iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: administratorMayAssume }),
  );
  await aws.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: RoleName, PolicyDocument: policy }));
  const { Credentials } = await aws.sts.send(
    new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'rehearsal' }),
  );
  const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken) throw new Error(`there are no keys for ${RoleName}`);
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}
