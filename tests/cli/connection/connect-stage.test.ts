import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { defaultRegion } from '../../../cli/connection/connect-stage.ts';
import { type Stack, startCloudFormation } from '../../support/cloudformation.ts';
import { startSecretsManager } from '../../support/secrets-manager.ts';
import { freePort } from '../../support/serverless-command.ts';
import { tables } from '../../support/test-function.ts';
import { api, hookUsersCommand, signIn, users, usersJson } from '../../support/users-command.ts';

hookUsersCommand();

const secretArn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:JwtSecret-a1b2c3d4-AbCdEf';
const stack: Stack = {
  name: 'signin-staging',
  template: inject('templateText').replace(/(?<="BCRYPT_COST":\s*"?)12/, '10'),
  resources: {
    UsersTable: tables.USERS_TABLE,
    SessionsTable: tables.SESSIONS_TABLE,
    AttemptsTable: tables.ATTEMPTS_TABLE,
    JwtSecret: secretArn,
    AuthLambdaFunction: 'signin-staging-auth',
  },
};
const accessDenied = {
  status: 403,
  code: 'AccessDenied',
  message:
    'User: arn:aws:iam::123456789012:user/anna is not authorized to perform: cloudformation:DescribeStackResources',
};

let before: NodeJS.ProcessEnv = {};
beforeEach(() => {
  before = { ...process.env };
});
afterEach(() => {
  process.env = before;
});

describe('a stage', () => {
  it('is found by its stack: tables, settings, secret and log group', async () => {
    const regions = await startCloudFormation(stack);
    const asked = await startSecretsManager(200, { ARN: secretArn, SecretString: api.secret });
    const added = await users(['add', 'on.stage', '--from-stdin', '--stage', 'staging'], {
      input: 'correct horse 9',
    });
    expect(added).toMatchObject({ exitCode: 0, err: '' });
    expect(added.out).toContain('Added to stage staging in eu-central-1.');
    expect(await api.user('on.stage')).toMatchObject({ password: expect.stringMatching(/^\$2b\$10\$/) });
    expect(asked).toEqual([]);
    expect(new Set(regions)).toEqual(new Set(['eu-central-1']));

    await signIn('on.stage', 'wrong');
    const { document } = await usersJson(['log', 'on.stage', '--stage', 'staging']);
    expect(document).toMatchObject({
      user: api.log.at(-1)?.['user'],
      log_group: '/aws/lambda/signin-staging-auth',
    });
    expect(asked).toMatchObject([{ SecretId: secretArn }]);
    expect((await usersJson(['unblock', 'on.stage', '--stage', 'staging'])).document).toMatchObject({
      deleted_counters: 1,
    });
  });

  it('is looked for in the region that is named, whatever AWS_REGION says', async () => {
    const regions = await startCloudFormation(stack);
    process.env['AWS_REGION'] = 'us-east-1';
    await users(['show', 'a', '--stage', 'staging', '--region', 'eu-west-1']);
    expect(new Set(regions)).toEqual(new Set(['eu-west-1']));
  });

  it('is in the region of serverless.yml by default', () => {
    expect(readFileSync('serverless.yml', 'utf8')).toContain(`\${opt:region, '${defaultRegion}'}`);
  });
});

describe('a stage that cannot be used', () => {
  it.each([
    ['nope', stack, 'Stack with id signin-nope does not exist: check --stage and --region'],
    [
      'staging',
      { ...stack, resources: { UsersTable: 'signin-staging-users' } },
      'The stack signin-staging has no SessionsTable: deploy it',
    ],
    ['staging', { ...stack, template: '{"Resources":{}}' }, 'has no function auth'],
    ['staging', accessDenied, 'AWS refuses (AccessDenied): User: arn:aws:iam::123456789012:user/anna is not'],
    [
      'staging',
      { status: 403, code: 'ExpiredToken', message: 'The security token included in the request is expired' },
      'The AWS credentials have expired',
    ],
  ])('ends with 3 and a sentence: %s, %#', async (stage, has, sentence) => {
    await startCloudFormation(has);
    const { exitCode, out, err } = await users(['show', 'a', '--stage', stage]);
    expect([exitCode, out]).toEqual([3, '']);
    expect(err).toContain(sentence);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  it('has a secret that may not be read: only the commands that need it say so', async () => {
    await startCloudFormation(stack);
    await startSecretsManager(400, { __type: 'AccessDeniedException', Message: 'not authorized to perform' });
    expect((await users(['list', '--stage', 'staging'])).exitCode).toBe(0);
    const { exitCode, err } = await users(['log', 'a', '--stage', 'staging']);
    expect(exitCode).toBe(3);
    expect(err).toContain('Secrets Manager refuses to hand out the secret');
    expect(err).toContain('AccessDeniedException');
  });

  it('has a table that is gone', async () => {
    await startCloudFormation({ ...stack, resources: { ...stack.resources, UsersTable: 'signin-gone' } });
    const { exitCode, err } = await users(['show', 'a', '--stage', 'staging']);
    expect(exitCode).toBe(3);
    expect(err).toContain('AWS refuses (ResourceNotFoundException)');
  });

  it('is in an AWS that cannot be reached', async () => {
    process.env['AWS_ENDPOINT_URL_CLOUDFORMATION'] = `http://localhost:${await freePort()}`;
    const { exitCode, err } = await users(['show', 'a', '--stage', 'staging']);
    expect(exitCode).toBe(3);
    expect(err).toBe('AWS cannot be reached (ECONNREFUSED): check the network, and --region.\n');
  });

  it('needs AWS credentials', async () => {
    await startCloudFormation(stack);
    for (const name of Object.keys(process.env)) {
      if (/^AWS_(ACCESS|SECRET|PROFILE|SESSION)/.test(name)) delete process.env[name];
    }
    process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
    const { exitCode, err } = await users(['show', 'a', '--stage', 'staging']);
    expect([exitCode, err]).toEqual([
      3,
      'There are no AWS credentials: sign in to AWS, or set AWS_PROFILE, then try again.\n',
    ]);
  });
});
