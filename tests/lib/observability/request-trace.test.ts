import { afterEach, describe, expect, it, vi } from 'vitest';
import { type RequestTrace, timeHashing } from '../../../lib/observability/request-trace.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the time of hashing', () => {
  it('is the sum of all hashes of a request', async () => {
    let nowMs = 1000;
    vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
    const trace: RequestTrace = {};
    const result = await timeHashing(trace, async () => {
      nowMs += 20;
      return 'a hash';
    });
    expect(result).toBe('a hash');
    expect(trace).toEqual({ hash_ms: 20 });
    await timeHashing(trace, async () => {
      nowMs += 30;
    });
    expect(trace).toEqual({ hash_ms: 50 });
  });
});
