/** Measures the packaged function: what each kind of answer takes of the processor. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import bcryptjs from 'bcryptjs';
import { localCredentials, startDatabase } from '../../dev/embedded-dynamodb.ts';
import { median } from '../figures.ts';
import { packageFunction } from '../setup/packaged.ts';
import { type MeasuredKind, measuredUser, password } from './measured-kinds.ts';

const run = promisify(execFile);

/** The lowest cost that the settings take, and the default. */
export const bcryptCosts = [10, 12] as const;
/** One of them. */
export type BcryptCost = (typeof bcryptCosts)[number];

/**
 * The processor's milliseconds of an answer, hash and all: the median. They hardly depend on what else the machine does.
 */
export type CpuMs = Readonly<Record<BcryptCost, Readonly<Record<MeasuredKind, number>>>>;

/** What `measured-answers.ts` prints. */
interface Measured {
  readonly kind: MeasuredKind;
  readonly cpuMs: number;
}

/** The first requests of a process are of code that is not compiled yet. */
const warmUpRounds = 3;

async function samplesAt(cost: BcryptCost, rounds: number, bundle: string, packaged: Packaged) {
  const { endpoint, stop } = await startDatabase(packaged.resources, { port: 0 });
  const client = new DynamoDBClient({ endpoint, region: 'local', credentials: localCredentials });
  const tables = DynamoDBDocumentClient.from(client);
  const hash = bcryptjs.hashSync(password, cost);
  for (let round = 0; round < rounds + warmUpRounds; round++) {
    const Item = { username: measuredUser(round), id: 1000 + round, activated: true, password: hash };
    await tables.send(new PutCommand({ TableName: 'signin-staging-users', Item }));
  }
  const env = {
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
    AWS_REGION: 'local',
    USERS_TABLE: 'signin-staging-users',
    SESSIONS_TABLE: 'signin-staging-sessions',
    ATTEMPTS_TABLE: 'signin-staging-attempts',
    JWT_SECRET: randomBytes(48).toString('base64'),
    BCRYPT_COST: String(cost),
    ACCOUNT_FREE_ATTEMPTS: '2',
    ACCOUNT_MAX_ATTEMPTS: '2',
  };
  const args = ['bench/cost/measured-answers.ts', bundle, String(rounds + warmUpRounds)];
  const { stdout } = await run(process.execPath, args, { env, maxBuffer: 1e8 });
  await stop();
  const all = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Measured);
  return all.slice((all.length / (rounds + warmUpRounds)) * warmUpRounds);
}

function cpuMsByKind(samples: readonly Measured[]) {
  const kinds = new Set(samples.map(({ kind }) => kind));
  const medians = Array.from(kinds, kind => [
    kind,
    median(samples.filter(each => each.kind === kind).map(({ cpuMs }) => cpuMs)),
  ]);
  // A round calls each kind.
  return Object.fromEntries(medians) as Record<MeasuredKind, number>;
}

type Packaged = Awaited<ReturnType<typeof packageFunction>>;

/** Packages and measures. It takes about a minute on an idle core. */
export async function measure(rounds: number): Promise<CpuMs> {
  const folder = await mkdtemp(join(tmpdir(), 'signin-cost-'));
  try {
    const packaged = await packageFunction();
    const bundle = join(folder, 'auth.mjs');
    await writeFile(bundle, packaged.code);
    const at10 = await samplesAt(10, rounds, bundle, packaged);
    const at12 = await samplesAt(12, Math.ceil(rounds / 4), bundle, packaged);
    return { 10: cpuMsByKind(at10), 12: cpuMsByKind(at12) };
  } finally {
    await rm(folder, { recursive: true });
  }
}
