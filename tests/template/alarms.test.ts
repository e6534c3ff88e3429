import { readFileSync } from 'node:fs';
import { describe, expect, inject, it } from 'vitest';
import { outcomes } from '../../handlers/http/outcome.ts';
import { metricFields } from '../../lib/observability/cloudwatch-metrics.ts';

const template = inject('template');
const ofType = (type: string) =>
  Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);

const propertiesOf = (id: string) => template.Resources[id]?.Properties ?? {};

const alarms = ofType('AWS::CloudWatch::Alarm');
/** The rows of the runbook's tables that begin with a word of code. */
const runbook = [...readFileSync('docs/operation.md', 'utf8').matchAll(/^\| `(\w+)` \|/gm)].map(
  ([, word]) => word,
);

/** Every metric that the function can write: its name, and the names of its dimensions. */
const written = (() => {
  const all = { outcome: 'signed_in', ms: 1, databaseMs: 1, hashMs: 1, isHashUnusable: true };
  const { _aws } = metricFields('signin-staging-auth', all) as {
    // CloudWatch's embedded metric format.
    _aws: { CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[] };
  };
  return _aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Metrics.map(({ Name }) => [Namespace, Name, ...(Dimensions[0] ?? [])].join(' ')),
  );
})();

/** The widgets of the dashboard, with each reference left as it is. */
const widgets = (() => {
  const [dashboard] = ofType('AWS::CloudWatch::Dashboard');
  const { DashboardBody } = (dashboard?.[1].Properties ?? {}) as { DashboardBody: { 'Fn::Sub': string } };
  return JSON.parse(DashboardBody['Fn::Sub']) as {
    widgets: { properties: { title: string; metrics?: unknown[][]; query?: string } }[];
  };
})().widgets;

describe('the alarms of a deployment', () => {
  it('are there for each kind of trouble', () => {
    expect(alarms.map(([id]) => id)).toEqual([
      'FunctionErrorsAlarm',
      'FunctionThrottlesAlarm',
      'FunctionTimeoutsAlarm',
      'ApiServerErrorsAlarm',
      'SlowAnswersAlarm',
      'InternalErrorsAlarm',
      'TemporarilyUnavailableAlarm',
      'BlockedBurstAlarm',
      'WrongPasswordBurstAlarm',
      'UnusableHashesAlarm',
      'DatabaseThrottlesAlarm',
    ]);
  });

  it.each(alarms)('%s is made only with a topic, says what is wrong, and is in the runbook', (id, alarm) => {
    expect(alarm).toMatchObject({
      Condition: 'HasAlarmTopic',
      Properties: {
        AlarmDescription: expect.stringMatching(/^[A-Z].*\.$/),
        TreatMissingData: 'notBreaching',
        AlarmActions: [expect.any(String)],
        OKActions: [expect.any(String)],
      },
    });
    expect(runbook).toContain(id);
  });

  /** Namespace, metric and dimensions as AWS documents them for Lambda, HTTP APIs and DynamoDB. */
  const ofAws: Readonly<Record<string, string>> = {
    FunctionErrorsAlarm: 'AWS/Lambda Errors FunctionName',
    FunctionThrottlesAlarm: 'AWS/Lambda Throttles FunctionName',
    FunctionTimeoutsAlarm: 'AWS/Lambda Duration FunctionName',
    ApiServerErrorsAlarm: 'AWS/ApiGateway 5xx ApiId',
    SlowAnswersAlarm: 'AWS/ApiGateway Latency ApiId',
  };

  it.each(Object.entries(ofAws))('%s looks at %s', (id, metric) => {
    const { Namespace, MetricName, Dimensions } = propertiesOf(id) as {
      Namespace: string;
      MetricName: string;
      Dimensions: { Name: string }[];
    };
    expect([Namespace, MetricName, ...Dimensions.map(({ Name }) => Name)].join(' ')).toBe(metric);
  });

  it('look at the throttled reads and writes of each table and of the index', () => {
    const { Metrics } = propertiesOf('DatabaseThrottlesAlarm') as {
      Metrics: { MetricStat?: { Metric: { Namespace: string; MetricName: string; Dimensions: object[] } } }[];
    };
    const seen = Metrics.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Metric] : []));
    const tables = ['UsersTable', 'SessionsTable', 'AttemptsTable'].map(Ref => [
      { Name: 'TableName', Value: { Ref } },
    ]);
    const index = [...(tables[1] ?? []), { Name: 'GlobalSecondaryIndexName', Value: 'by_user' }];
    const expected = [...tables, index].flatMap(Dimensions =>
      ['ReadThrottleEvents', 'WriteThrottleEvents'].map(MetricName => ({
        Namespace: 'AWS/DynamoDB',
        MetricName,
        Dimensions,
      })),
    );
    expect(seen).toHaveLength(expected.length);
    expect(seen).toEqual(expect.arrayContaining(expected));
  });

  it('look at metrics that the function writes', () => {
    const own = alarms.filter(([, { Properties }]) => Properties['Namespace'] === 'signin');
    expect(own).toHaveLength(5);
    for (const [, { Properties }] of own) {
      const { MetricName, Dimensions } = Properties as {
        MetricName: string;
        Dimensions: { Name: string; Value: unknown }[];
      };
      expect(written).toContain(['signin', MetricName, ...Dimensions.map(({ Name }) => Name)].join(' '));
      const outcome = Dimensions.find(({ Name }) => Name === 'outcome');
      if (outcome !== undefined) expect(outcomes).toContain(outcome.Value);
      expect(Dimensions[0]?.Value).toEqual({ Ref: 'AuthLambdaFunction' });
    }
  });
});

describe('the dashboard of a deployment', () => {
  it('shows sign-ins, refusals, failures, latency by part, cold starts and what costs', () => {
    expect(widgets.map(({ properties }) => properties.title)).toEqual([
      'Sign-ins',
      'Refusals by reason',
      'Failures',
      'Latency by part, ms',
      'Latency of the API, ms',
      'Cold starts',
      'Cost: requests and function seconds',
      'Cost: DynamoDB units',
      'Cost: log bytes',
    ]);
  });

  it('shows metrics that the function writes', () => {
    const own = widgets
      .flatMap(({ properties }) => properties.metrics ?? [])
      .filter(([namespace]) => namespace === 'signin')
      .map(metric => metric.filter(part => typeof part === 'string'));
    expect(own.length).toBeGreaterThan(15);
    for (const [namespace, name, service, , dimension, outcome] of own) {
      expect(written).toContain([namespace, name, service, dimension].filter(Boolean).join(' '));
      if (outcome !== undefined) expect(outcomes).toContain(outcome);
    }
  });

  it('refers to resources that exist', () => {
    const names = [...JSON.stringify(widgets).matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name ?? '');
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(template.Resources).toHaveProperty(name);
  });
});

describe('the metrics of a deployment', () => {
  it('are 25 or fewer, each outcome counted as one', () => {
    const byOutcome = written.filter(name => name.endsWith(' outcome'));
    expect(byOutcome).toEqual(['signin Requests service outcome']);
    expect(outcomes.length + written.length - byOutcome.length).toBeLessThanOrEqual(25);
  });
});

describe('the saved queries of a deployment', () => {
  const queries = ofType('AWS::Logs::QueryDefinition');

  it.each(queries)('%s looks at a log group of the stage', (_, { Properties }) => {
    expect(Properties).toMatchObject({ Name: expect.stringMatching(/^signin-staging\//) });
    const [group] = Properties['LogGroupNames'] as { Ref: string }[];
    expect(template.Resources[group?.Ref ?? '']?.Type).toBe('AWS::Logs::LogGroup');
  });

  it('include those for one user, for who is being guessed, and for the slowest', () => {
    const names = queries.map(([, { Properties }]) => Properties['Name']);
    expect(names).toEqual(
      expect.arrayContaining([
        'signin-staging/sign-ins of one user',
        'signin-staging/who is being guessed',
        'signin-staging/slowest',
      ]),
    );
  });
});
