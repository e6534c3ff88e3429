/** How the function answers events that are not requests of its API. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFunction, type LambdaFunction } from '../../../handlers/lambda/function.ts';
import type { LogFields } from '../../../lib/observability/log-writer.ts';
import { parseSettings } from '../../../lib/settings/parse-settings.ts';
import { createVirtualClock } from '../../support/clocks.ts';
import { sampleEvent } from '../../support/event-builder.ts';
import { startFunction, type TestFunction, tables } from '../../support/test-function.ts';

const canary = 'canary-0815';
const lines: { level: string; fields: LogFields }[] = [];

let running: TestFunction;
let invoke: LambdaFunction;
beforeAll(async () => {
  running = await startFunction();
  const settings = parseSettings({ ...tables, JWT_SECRET: running.secret, BCRYPT_COST: '10' });
  const log = (level: string, fields: LogFields) => lines.push({ level, fields });
  invoke = createFunction({ settings, clock: createVirtualClock(), log });
});
afterAll(() => running.stop());
beforeEach(() => {
  lines.length = 0;
});

const context = { awsRequestId: 'request-1', functionName: 'signin-test-auth' };
const { requestContext, ...withoutContext } = sampleEvent('signin');
const { http: _, ...contextWithoutHttp } = requestContext;

describe('an event that is not a request', () => {
  it.each<[string, unknown, string]>([
    ['null', null, 'null'],
    ['undefined', undefined, 'undefined'],
    ['a text', canary, 'string'],
    ['a list', [canary], 'a list'],
    ['{}', {}, 'an empty object'],
    ['an unknown object', { [canary]: canary }, 'an unknown object'],
    [
      'payload 1.0',
      { version: '1.0', httpMethod: 'POST', body: canary, requestContext: { stage: canary } },
      'a request with payload 1.0',
    ],
    ['a load balancer', { requestContext: { elb: {} }, body: canary }, 'a request of a load balancer'],
    ['SQS', { Records: [{ eventSource: 'aws:sqs', body: canary }] }, 'records of sqs'],
    ['SNS', { Records: [{ EventSource: 'aws:sns', Sns: canary }] }, 'records of sns'],
    ['records of an unknown source', { Records: [{ eventSource: canary }] }, 'a list of records'],
    ['no records', { Records: [] }, 'a list of records'],
    ['EventBridge', { source: canary, 'detail-type': canary }, 'an event of EventBridge'],
    [
      'a WebSocket API',
      { requestContext: { connectionId: canary }, body: canary },
      'a message of a WebSocket API',
    ],
    ['no requestContext', withoutContext, 'a request without what payload 2.0 has'],
    [
      'no requestContext.http',
      { ...withoutContext, requestContext: contextWithoutHttp },
      'a request without what payload 2.0 has',
    ],
    [
      'headers that are none',
      { ...withoutContext, requestContext, headers: canary },
      'a request without what payload 2.0 has',
    ],
  ])(
    '(%s) is answered with 500, and one line names its kind but nothing of its content',
    async (_case, event, name) => {
      const response = await invoke(event, context);
      expect(response).toMatchObject({ statusCode: 500, headers: { 'cache-control': 'no-store' } });
      expect(JSON.parse(response.body ?? '')).toMatchObject({ error_code: 'internal_error' });
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatchObject({
        level: 'error',
        fields: { status: 500, outcome: 'internal_error', Requests: 1 },
      });
      expect(lines[0]?.fields['error']).toMatch(`OperatorError: The function was invoked with ${name}, not`);
      expect(JSON.stringify(lines)).not.toContain(canary);
    },
  );

  it.each([
    ['of serverless-plugin-warmup', { source: 'serverless-plugin-warmup' }],
    ['of a schedule', { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} }],
  ])('is answered with 204 and logs nothing if it is a warm-up ping %s', async (_case, event) => {
    expect(await invoke(event, context)).toMatchObject({ statusCode: 204 });
    expect(lines).toEqual([]);
  });
});

describe('a request', () => {
  it.each([
    ['undefined', undefined],
    ['null', null],
    ['empty', {}],
  ])('with a context that is %s is answered and logged as usual', async (_case, odd) => {
    const response = await invoke(sampleEvent('signin-wrong-password'), odd);
    expect(response.statusCode).toBe(400);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.fields).toMatchObject({ request_id: 'none', service: 'none', status: 400 });
  });

  it('with parts of the wrong type is answered with 500', async () => {
    const odd = { ...sampleEvent('signin'), headers: { 'content-type': 7 } };
    expect(await invoke(odd, context)).toMatchObject({ statusCode: 500 });
    expect(lines).toHaveLength(1);
  });
});
