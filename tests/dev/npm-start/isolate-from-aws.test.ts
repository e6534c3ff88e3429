/**
 * No AWS setting of the shell, of `.env` or of `~/.aws` reaches a local run, but a deployment keeps them. These are
 * regression tests: a former version ended with a stack trace, and its function called the real DynamoDB.
 */
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { EmbeddedDatabase } from '../../../dev/embedded-dynamodb.ts';
import { isolateFromAws } from '../../../dev/npm-start/isolate-from-aws.ts';
import { freePort, runServerless, startLaptop } from '../../support/serverless-command.ts';
import { startTestDatabase } from '../../support/test-database.ts';
import { tables } from '../../support/test-function.ts';

let home: string;
let database: EmbeddedDatabase;

const hostileFile = [
  'region = us-gov-west-1',
  'use_fips_endpoint = true',
  'use_dualstack_endpoint = true',
  'ignore_configured_endpoint_urls = true',
  'endpoint_url = http://localhost:9',
  'role_arn = arn:aws:iam::123456789012:role/nobody',
  'source_profile = nobody',
].join('\n');

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'signin-home-'));
  await mkdir(join(home, '.aws'));
  await writeFile(
    join(home, '.aws/config'),
    `[default]\n${hostileFile}\n[profile company]\n${hostileFile}\n`,
  );
  await writeFile(join(home, '.aws/credentials'), '[default]\naws_access_key_id = real\n');
  database = await startTestDatabase();
});

afterAll(async () => {
  await rm(home, { recursive: true });
  await database.stop();
});

/** AWS settings, each in a shell of its own. */
const shells: [string, () => Record<string, string>][] = [
  ['AWS_USE_FIPS_ENDPOINT', () => ({ AWS_USE_FIPS_ENDPOINT: 'true' })],
  ['AWS_USE_DUALSTACK_ENDPOINT', () => ({ AWS_USE_DUALSTACK_ENDPOINT: 'true' })],
  ['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', () => ({ AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' })],
  ['AWS_ENDPOINT_URL', () => ({ AWS_ENDPOINT_URL: 'http://localhost:9' })],
  ['AWS_PROFILE', () => ({ AWS_PROFILE: 'company', HOME: home, USERPROFILE: home })],
  ['~/.aws', () => ({ HOME: home, USERPROFILE: home })],
  ['AWS_CONFIG_FILE', () => ({ AWS_CONFIG_FILE: join(home, '.aws/config') })],
];

describe.each(shells)('with %s', (_name, shell) => {
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });

  it('the SDK calls the embedded database', async () => {
    Object.assign(process.env, shell());
    isolateFromAws();
    // The next line would win over it, for DynamoDB only.
    expect(process.env['AWS_ENDPOINT_URL']).toBeUndefined();
    Object.assign(process.env, { AWS_ENDPOINT_URL_DYNAMODB: database.endpoint, AWS_REGION: 'eu-central-1' });
    const client = new DynamoDBClient({});
    const { TableNames } = await client.send(new ListTablesCommand({}));
    client.destroy();
    expect(TableNames).toContain(tables.USERS_TABLE);
  });
});

describe('with all of them at once', () => {
  // The framework's cache stays where it is, because filling it takes seconds.
  const cache = { SLS_SCHEMA_CACHE_BASE_DIR: homedir() };
  const all = () => Object.assign({}, cache, ...shells.map(([, shell]) => shell()));

  it('invoke local answers from the embedded database', async () => {
    const args = ['invoke', 'local', '-f', 'auth', '-p', 'events/signin.json'];
    const { exitCode, stdout } = await runServerless(args, { BCRYPT_COST: '10', ...all() });
    expect(stdout).toContain('"statusCode": 200');
    expect(exitCode).toBe(0);
  });

  it('npm start answers from the embedded database', async () => {
    const laptop = await startLaptop(all());
    const response = await fetch(`${laptop.url}/api/auth/signin`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'st.huber', password: 'Password1234!' }),
    });
    laptop.process.kill('SIGTERM');
    await once(laptop.process, 'close');
    expect(response.status).toBe(200);
  });
});

describe('serverless deploy', () => {
  it("calls AWS with the operator's credentials, region and endpoint", async () => {
    const port = await freePort();
    const authorizations: string[] = [];
    const aws = createServer((request, response) => {
      authorizations.push(request.headers.authorization ?? '');
      response.writeHead(403).end();
    }).listen(port, 'localhost');
    await once(aws, 'listening');
    const { exitCode } = await runServerless(['deploy', '--stage', 'staging', '--region', 'eu-west-3'], {
      AWS_ENDPOINT_URL: `http://localhost:${port}`,
      AWS_ACCESS_KEY_ID: 'OPERATOR',
      AWS_SECRET_ACCESS_KEY: 'secret',
    });
    aws.close();
    aws.closeAllConnections();
    expect(exitCode).toBe(1);
    expect(authorizations.length).toBeGreaterThanOrEqual(1);
    for (const authorization of authorizations) {
      expect(authorization).toMatch(/Credential=OPERATOR\/\d{8}\/eu-west-3\//);
    }
  });
});
