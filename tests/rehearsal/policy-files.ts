/** The policies of `deploy/`, with their placeholders filled in as the runbook says. */
import { readFile } from 'node:fs/promises';
import { emulatedAccount } from '../support/ministack.ts';
import { region, stage } from './emulated-aws.ts';

/** The part of a policy that matters here. */
interface Policy {
  readonly Statement: readonly { readonly Action: string | readonly string[] }[];
}

/** The repository whose CI deploys, by name and by number. */
export const repository = { owner: 'example', name: 'signin', ownerId: '1001', id: '2002' };

/** The longer placeholders come first, since the shorter ones are parts of them. */
const placeholders = {
  ACCOUNT_ID: emulatedAccount.id,
  REPOSITORY_ID: repository.id,
  OWNER_ID: repository.ownerId,
  REPOSITORY: repository.name,
  OWNER: repository.owner,
  REGION: region,
  STAGE: stage,
};

/** A policy as JSON. */
export async function policyOf(file: string): Promise<string> {
  const text = await readFile(`deploy/${file}.json`, 'utf8');
  return Object.entries(placeholders).reduce(
    (policy, [placeholder, value]) => policy.replaceAll(placeholder, value),
    text,
  );
}

/** All actions that a policy allows. */
export const actionsOf = (policy: string): string[] =>
  // A test holds these files against the form of policies.
  (JSON.parse(policy) as Policy).Statement.flatMap(({ Action }) => Action);
