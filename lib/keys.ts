/** The keys of the function, out of its one secret: what tokens are signed with, and what hides names. */
import { hkdfSync } from 'node:crypto';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { LoggableError, OperatorError } from './exceptions.ts';
import { isStrongSecret, type JwtSecretSource } from './settings.ts';

/** Keys as bytes. */
export interface Keys {
  readonly tokens: Uint8Array;
  readonly pseudonyms: Uint8Array;
}

/** The secret could not be fetched; trying again later makes sense. */
export class SecretUnavailable extends LoggableError {
  override readonly name = 'SecretUnavailable';
}

const fetchTimeoutMs = 3000;

async function fetchSecret(arn: string): Promise<string> {
  const client = new SecretsManagerClient({ maxAttempts: 3 });
  let secret: string | undefined;
  try {
    const command = new GetSecretValueCommand({ SecretId: arn });
    const answer = await client.send(command, { abortSignal: AbortSignal.timeout(fetchTimeoutMs) });
    secret = answer.SecretString;
  } catch (cause) {
    throw new SecretUnavailable('Secrets Manager did not hand out the secret of JWT_SECRET_ARN', { cause });
  } finally {
    client.destroy();
  }
  if (secret === undefined || !isStrongSecret(secret)) {
    throw new OperatorError('The secret of JWT_SECRET_ARN has to be a random text of 32 bytes or more');
  }
  return secret;
}

/**
 * Fetches the secret, if it is not in the environment, and derives the keys.
 * @throws {SecretUnavailable} if Secrets Manager does not answer with it within 3 s
 */
export async function loadKeys(source: JwtSecretSource): Promise<Keys> {
  const secret = source.from === 'environment' ? source.secret : await fetchSecret(source.arn);
  return {
    tokens: new TextEncoder().encode(secret),
    pseudonyms: new Uint8Array(hkdfSync('sha256', secret, '', 'signin pseudonyms', 32)),
  };
}
