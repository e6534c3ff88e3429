/** Databases to measure on, each with the environment of a process that uses it. All share one secret and one hash. */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import bcryptjs from 'bcryptjs';
import type { Resources } from '../../dev/embedded-dynamodb.ts';
import { makeCertificate } from './certificate.ts';
import { documentsAt, environmentOf, tables } from './run-on-database.ts';
import { startTlsServers } from './tls-servers.ts';

/** The password of all users. */
export const password = 'Password1234!';

/** Its hash, at the lowest cost that the settings take. */
export const passwordHash = bcryptjs.hashSync(password, 10);

/** One database with empty tables, and a Secrets Manager. */
export interface World {
  /** All that a measured process gets. */
  readonly environment: Readonly<Record<string, string>>;
  /** For whoever fills the tables. */
  readonly documents: DynamoDBDocumentClient;
}

/** Returns what starts one. Its certificate is in the folder. */
export async function createWorlds(resources: Resources, folder: string): Promise<() => Promise<World>> {
  const secret = randomBytes(48).toString('base64');
  const certificate = await makeCertificate();
  const certificateFile = join(folder, 'certificate.pem');
  await writeFile(certificateFile, certificate.cert);
  const ofFunction = {
    AWS_LAMBDA_FUNCTION_NAME: 'signin-staging-auth',
    JWT_SECRET_ARN: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:JwtSecret-a1b2c3d4-AbCdEf',
    BCRYPT_COST: '10',
  };
  const ofPeers = {
    PEER_SECRET: secret,
    PEER_HASH: passwordHash,
    PEER_ATTEMPTS_TABLE: tables.ATTEMPTS_TABLE,
  };

  return async () => {
    const servers = await startTlsServers(resources, certificate, secret);
    return {
      environment: {
        NODE_EXTRA_CA_CERTS: certificateFile,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: servers.secretsManager,
        ...environmentOf(servers.dynamodb),
        ...ofFunction,
        ...ofPeers,
      },
      documents: documentsAt(servers.plainEndpoint),
    };
  };
}
