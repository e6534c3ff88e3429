import { describe, expect, it } from 'vitest';
import { hookCapturedLog, lines, signIn, start } from '../../support/captured-log.ts';

hookCapturedLog();

describe('the CloudWatch metrics of a request', () => {
  it('are in its log line: the requests by outcome, the times of all outcomes together', async () => {
    await start();
    await signIn({ password: 'wrong' });
    await signIn({ username: '' });
    const [wrong, invalid] = lines();
    const unit = 'Milliseconds';
    expect(wrong?.['_aws']).toEqual({
      Timestamp: expect.any(Number),
      CloudWatchMetrics: [
        {
          Namespace: 'signin',
          Dimensions: [['service', 'outcome']],
          Metrics: [{ Name: 'Requests', Unit: 'Count' }],
        },
        {
          Namespace: 'signin',
          Dimensions: [['service']],
          Metrics: [
            { Name: 'Duration', Unit: unit },
            { Name: 'DatabaseTime', Unit: unit },
            { Name: 'HashTime', Unit: unit },
          ],
        },
      ],
    });
    expect(wrong).toMatchObject({ outcome: 'username_or_password_incorrect', Requests: 1 });
    expect(invalid).toMatchObject({ outcome: 'validation_failed', Requests: 1 });
    expect(invalid).not.toHaveProperty('HashTime');
  });
});
