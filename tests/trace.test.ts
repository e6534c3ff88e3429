import { afterEach, describe, expect, it, vi } from 'vitest';
import { hashing, type Trace } from '../lib/trace.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the milliseconds of hashing', () => {
  it('are those of all hashes of a request', async () => {
    let nowMs = 1000;
    vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
    const trace: Trace = {};
    const result = await hashing(trace, async () => {
      nowMs += 20;
      return 'a hash';
    });
    expect(result).toBe('a hash');
    expect(trace).toEqual({ hash_ms: 20 });
    await hashing(trace, async () => {
      nowMs += 30;
    });
    expect(trace).toEqual({ hash_ms: 50 });
  });
});
