import { readFileSync } from 'node:fs';
import JSZip from 'jszip';
import { describe, expect, inject, it } from 'vitest';
import { demoSessionToken } from '../../dev/demo-data/demo-session.ts';
import { demoPassword, demoUsers } from '../../dev/demo-data/demo-users.ts';
import { routes } from '../../handlers/routes.ts';

/** The template that `serverless package --stage staging` made. */
const { Resources: resources } = inject('template');
const text = inject('templateText');

const ofType = (type: string) => Object.entries(resources).filter(([, resource]) => resource.Type === type);

describe('the template of a deployment', () => {
  it.each(['UsersTable', 'SessionsTable'])('keeps %s when the stack is deleted, and can restore it', id => {
    expect(resources[id]).toMatchObject({
      // A rollback of its first deployment may take it away again: nobody is in it yet.
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    });
  });

  it('keeps both log groups when the stack is deleted', () => {
    const groups = ofType('AWS::Logs::LogGroup').map(([, { DeletionPolicy }]) => DeletionPolicy);
    expect(groups).toEqual(['Retain', 'Retain']);
  });

  it('gives a fixed name to what it keeps, so that the next deployment can take it back', () => {
    const kept = Object.entries(resources).filter(([, { DeletionPolicy }]) =>
      /Retain/.test(DeletionPolicy ?? ''),
    );
    const names = kept.map(([, { Properties }]) => Properties['TableName'] ?? Properties['LogGroupName']);
    expect(names).toEqual([
      '/aws/lambda/signin-staging-auth',
      '/aws/http-api/signin-staging',
      'signin-staging-users',
      'signin-staging-sessions',
    ]);
  });

  it('keeps no counters of the rate limit', () => {
    expect(resources['AttemptsTable']).toMatchObject({
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Delete',
    });
    expect(resources['AttemptsTable']?.Properties).not.toHaveProperty('DeletionProtectionEnabled');
  });

  it('gives the index of sessions what lists read, and no more', () => {
    const { GlobalSecondaryIndexes } = resources['SessionsTable']?.Properties ?? {};
    expect(GlobalSecondaryIndexes).toEqual([
      expect.objectContaining({
        IndexName: 'by_user',
        Projection: {
          ProjectionType: 'INCLUDE',
          NonKeyAttributes: ['id', 'username', 'session_information', 'last_used_at', 'valid_from'],
        },
      }),
    ]);
  });

  it.each(['SessionsTable', 'AttemptsTable'])('lets items of %s expire', id => {
    expect(resources[id]?.Properties).toMatchObject({
      TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
    });
  });

  it('has three tables and no more', () => {
    expect(ofType('AWS::DynamoDB::Table')).toHaveLength(3);
  });

  it('has one function: Node.js 24 on one full arm64 CPU, which answers before API Gateway gives up', () => {
    const functions = ofType('AWS::Lambda::Function');
    expect(functions).toHaveLength(1);
    expect(functions[0]?.[1].Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 1769,
      Timeout: 10,
      Role: { 'Fn::GetAtt': ['AuthRole', 'Arn'] },
    });
  });

  it('allows each action by name on one resource, with no wildcard', () => {
    const roles = ofType('AWS::IAM::Role');
    expect(roles.map(([id]) => id)).toEqual(['AuthRole']);
    const { Policies } = (roles[0]?.[1].Properties ?? {}) as {
      readonly Policies: readonly { PolicyDocument: { Statement: readonly object[] } }[];
    };
    expect(Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)).toEqual(
      [
        [
          ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem'],
          { 'Fn::GetAtt': ['UsersTable', 'Arn'] },
        ],
        [
          ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
          { 'Fn::GetAtt': ['SessionsTable', 'Arn'] },
        ],
        // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own
        ['dynamodb:Query', { 'Fn::Sub': '${SessionsTable.Arn}/index/by_user' }],
        [
          ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem'],
          { 'Fn::GetAtt': ['AttemptsTable', 'Arn'] },
        ],
        ['secretsmanager:GetSecretValue', { Ref: 'JwtSecret' }],
        [['logs:CreateLogStream', 'logs:PutLogEvents'], { 'Fn::GetAtt': ['AuthLogGroup', 'Arn'] }],
      ].map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource })),
    );
  });

  it('holds no secret: the function gets the ARN of one that CloudFormation makes', () => {
    const environment = JSON.stringify(resources['AuthLambdaFunction']?.Properties);
    expect(environment).toContain('"JWT_SECRET_ARN":{"Ref":"JwtSecret"}');
    expect(text).not.toMatch(/"JWT_SECRET"/);
    expect(resources['JwtSecret']).toMatchObject({
      UpdateReplacePolicy: 'Retain',
      Properties: { GenerateSecretString: { PasswordLength: 64 } },
    });
    // A deleted secret holds its name for weeks, and the next deployment would fail.
    expect(resources['JwtSecret']?.Properties).not.toHaveProperty('Name');
    expect(resources['JwtSecret']?.Properties).not.toHaveProperty('SecretString');
  });

  it('limits the requests of its API, and allows no browser origin', () => {
    expect(resources['HttpApiStage']?.Properties).toMatchObject({
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    });
    expect(resources['HttpApi']?.Properties).not.toHaveProperty('CorsConfiguration');
  });

  it('has the routes that the function answers, and no other', () => {
    const keys = ofType('AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties);
    expect(keys).toMatchObject([...routes.keys()].map(RouteKey => ({ RouteKey })));
  });

  it('logs what API Gateway answers by itself, without the address of the client', () => {
    const format = JSON.stringify(resources['HttpApiStage']?.Properties['AccessLogSettings']);
    expect(format).toMatch(/context.status.*context.error.message/);
    expect(format).not.toMatch(/sourceIp|identity|context.path/);
  });

  it('keeps logs for a limited time', () => {
    expect(ofType('AWS::Logs::LogGroup').map(([, group]) => group.Properties)).toMatchObject([
      { RetentionInDays: 90 },
      { RetentionInDays: 90 },
    ]);
  });

  it('has no demo data, and neither has the code that Lambda gets', async () => {
    const { files } = await JSZip.loadAsync(readFileSync(inject('packageFile')));
    const code = (await Promise.all(Object.values(files).map(file => file.async('text')))).join('\n');
    expect(code).toContain('signed_in');
    const demoData = [...demoUsers.map(({ username }) => username), demoPassword];
    // Code would make the session token from its beginning, so this looks for the beginning.
    for (const demo of [...demoData, demoSessionToken.replace(/0+$/, ''), 'DEMO_ACCESS_TOKEN']) {
      expect(text).not.toContain(demo);
      expect(code).not.toContain(demo);
    }
  });
});
