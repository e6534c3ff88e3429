/**
 * `npm run bench`: the function beside its peers, cold and warm, with the hash left out; and the hash alone. Every
 * measurement is a process of its own. They take turns in random order, so that a busy machine slows all alike. Writes
 * `results.md` and two plots.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import bcryptjs from 'bcryptjs';
import { localCredentials } from '../dev/embedded-dynamodb.ts';
import { shuffled } from './figures.ts';
import { measureHash } from './hash.ts';
import { packageFunction } from './packaged.ts';
import { makeCertificate, writePlots } from './peer-packages.ts';
import { type Figures, type Measured, writeResults } from './results.ts';
import { startTlsServers } from './tls-servers.ts';
import { makeBundle, variants } from './variants.ts';

const run = promisify(execFile);
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '21' }, warm: { type: 'string', default: '300' } },
});
const rounds = Number(values.rounds);
/** The first processes of a run fill the file cache, so they do not count. */
const warmUpRounds = 1;

process.stdout.write('Installing the peers into bench/peers/\n');
await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: 'bench/peers' });

const folder = await mkdtemp(join(tmpdir(), 'signin-bench-'));
try {
  const packaged = await packageFunction();
  const secret = randomBytes(48).toString('base64');
  const certificate = await makeCertificate();
  const certificateFile = join(folder, 'certificate.pem');
  await writeFile(certificateFile, certificate.cert);
  const servers = await startTlsServers(packaged.resources, certificate, secret);
  const hash = bcryptjs.hashSync('Password1234!', 10);
  const environment = {
    NODE_EXTRA_CA_CERTS: certificateFile,
    AWS_ENDPOINT_URL_DYNAMODB: servers.dynamodb,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: servers.secretsManager,
    AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
    AWS_REGION: 'local',
    AWS_LAMBDA_FUNCTION_NAME: 'signin-staging-auth',
    USERS_TABLE: 'signin-staging-users',
    SESSIONS_TABLE: 'signin-staging-sessions',
    ATTEMPTS_TABLE: 'signin-staging-attempts',
    JWT_SECRET_ARN: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:JwtSecret-a1b2c3d4-AbCdEf',
    BCRYPT_COST: '10',
    PEER_SECRET: secret,
    PEER_HASH: hash,
    PEER_ATTEMPTS_TABLE: 'signin-staging-attempts',
  };
  const client = new DynamoDBClient({
    endpoint: servers.plainEndpoint,
    region: 'local',
    credentials: localCredentials,
  });
  const user = { username: 'st.huber', id: 33, activated: true, password: hash };
  await DynamoDBDocumentClient.from(client).send(
    new PutCommand({ TableName: environment.USERS_TABLE, Item: user }),
  );

  const measured: Measured[] = await Promise.all(
    variants(packaged.esbuild).map(async (variant, index) => ({
      ...variant,
      ...(await makeBundle(variant, folder, index)),
      figures: [],
    })),
  );
  for (let round = -warmUpRounds; round < rounds; round++) {
    for (const { file, figures } of shuffled(measured)) {
      // Warm requests in every third process are enough, and take longest.
      const warmCalls = round % 3 === 0 ? values.warm : '0';
      const args = ['bench/measured-process.mjs', file, resolve('events/signin.json'), warmCalls];
      const { stdout } = await run(process.execPath, args, { env: environment });
      // The process wrote it, after the lines of its log.
      if (round >= 0) figures.push(JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Figures);
    }
    process.stdout.write(`round ${round + 1} of ${rounds}\n`);
  }
  const hashes = await measureHash();
  await writePlots(measured);
  await writeResults(measured, hashes, { rounds, zipBytes: packaged.zipBytes });
} finally {
  await rm(folder, { recursive: true });
}
process.exit();
