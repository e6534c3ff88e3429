import { readFileSync } from 'node:fs';
import { describe, expect, inject, it } from 'vitest';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
}

/** A policy of `deploy/`, as it is pasted. */
const policy = (name: string) =>
  JSON.parse(readFileSync(`deploy/${name}.json`, 'utf8')) as { Statement: readonly Statement[] };

const actionsOf = (name: string) => policy(name).Statement.flatMap(({ Action }) => Action);

const { Resources: resources } = inject('template');
const types = [...new Set(Object.values(resources).map(({ Type }) => Type))];

/** What makes, changes and removes a resource of each type, as in the permissions of the types' own schemas. */
const neededByType: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGatewayV2::Api': ['apigateway:POST', 'apigateway:PATCH', 'apigateway:DELETE', 'apigateway:GET'],
  'AWS::ApiGatewayV2::Integration': ['apigateway:POST', 'apigateway:PATCH', 'apigateway:DELETE'],
  'AWS::ApiGatewayV2::Route': ['apigateway:POST', 'apigateway:PATCH', 'apigateway:DELETE'],
  'AWS::ApiGatewayV2::Stage': ['apigateway:POST', 'apigateway:TagResource', 'logs:CreateLogDelivery'],
  'AWS::CloudWatch::Alarm': ['cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms'],
  'AWS::CloudWatch::Dashboard': ['cloudwatch:PutDashboard', 'cloudwatch:DeleteDashboards'],
  'AWS::DynamoDB::Table': [
    'dynamodb:CreateTable',
    'dynamodb:DeleteTable',
    'dynamodb:UpdateTable',
    'dynamodb:UpdateTimeToLive',
    'dynamodb:UpdateContinuousBackups',
  ],
  'AWS::IAM::Role': [
    'iam:CreateRole',
    'iam:DeleteRole',
    'iam:PutRolePolicy',
    'iam:PutRolePermissionsBoundary',
  ],
  'AWS::Lambda::Function': [
    'lambda:CreateFunction',
    'lambda:DeleteFunction',
    'lambda:UpdateFunctionCode',
    'lambda:UpdateFunctionConfiguration',
    'iam:PassRole',
    's3:GetObject',
  ],
  'AWS::Lambda::Permission': ['lambda:AddPermission', 'lambda:RemovePermission'],
  'AWS::Logs::LogGroup': ['logs:CreateLogGroup', 'logs:DeleteLogGroup', 'logs:PutRetentionPolicy'],
  'AWS::Logs::QueryDefinition': ['logs:PutQueryDefinition', 'logs:DeleteQueryDefinition'],
  'AWS::S3::Bucket': ['s3:CreateBucket', 's3:DeleteBucket', 's3:PutBucketPublicAccessBlock'],
  'AWS::S3::BucketPolicy': ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'],
  'AWS::SecretsManager::Secret': [
    'secretsmanager:CreateSecret',
    'secretsmanager:DeleteSecret',
    'secretsmanager:GetRandomPassword',
  ],
};

describe('deploy/stack-role.json', () => {
  it.each(types)('has the actions for %s', type => {
    expect(neededByType).toHaveProperty([type]);
    expect(actionsOf('stack-role')).toEqual(expect.arrayContaining([...(neededByType[type] ?? [])]));
  });

  it('cannot delete the tables of users and sessions', () => {
    const deleting = policy('stack-role').Statement.filter(({ Action }) =>
      Action.includes('dynamodb:DeleteTable'),
    );
    expect(deleting.map(({ Resource }) => Resource)).toEqual([
      'arn:aws:dynamodb:REGION:ACCOUNT_ID:table/signin-STAGE-attempts',
    ]);
  });

  it('can give the role of the function nothing beyond its boundary', () => {
    const making = policy('stack-role').Statement.filter(({ Action }) =>
      [Action].flat().some(action => ['iam:CreateRole', 'iam:PutRolePolicy'].includes(action)),
    );
    expect(making).toMatchObject([
      {
        Condition: {
          StringEquals: {
            'iam:PermissionsBoundary': expect.stringContaining('signin-STAGE-function-boundary'),
          },
        },
      },
    ]);
    expect(actionsOf('stack-role')).not.toContain('iam:AttachRolePolicy');
    expect(actionsOf('stack-role')).not.toContain('iam:DeleteRolePermissionsBoundary');
  });
});

describe('deploy/function-boundary.json', () => {
  it('is the boundary of the role of the function where the param says so', () => {
    const { PermissionsBoundary } = (resources['AuthRole']?.Properties ?? {}) as {
      PermissionsBoundary: unknown;
    };
    expect(PermissionsBoundary).toEqual({
      'Fn::If': ['HasFunctionBoundary', 'none', { Ref: 'AWS::NoValue' }],
    });
  });

  it('has all that the role of the function has', () => {
    const { Policies } = (resources['AuthRole']?.Properties ?? {}) as {
      Policies: { PolicyDocument: { Statement: readonly Statement[] } }[];
    };
    const used = Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement).flatMap(
      ({ Action }) => Action,
    );
    expect([...new Set(used)].toSorted()).toEqual(actionsOf('function-boundary').toSorted());
  });

  it('lets the function add to its own log, and neither read nor change what is there', () => {
    expect(actionsOf('function-boundary').filter(action => action.startsWith('logs:'))).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
  });
});

describe.each(['deploy-role', 'stack-role', 'function-boundary'])('deploy/%s.json', name => {
  it('allows no action by a wildcard, and a resource of all only where an action knows no other', () => {
    for (const { Effect, Action, Resource } of policy(name).Statement) {
      expect(Effect).toBe('Allow');
      expect(JSON.stringify(Action)).not.toContain('*');
      if (Resource === '*') {
        expect([Action].flat().join()).toMatch(
          /^(logs:|secretsmanager:GetRandomPassword|cloudformation:Validate)/,
        );
      }
    }
  });
});
