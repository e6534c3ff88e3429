import { describe, expect, it } from 'vitest';
import { waitForAll } from '../../lib/wait-for-all.ts';

describe('waitForAll', () => {
  it('returns what each promise returns, in order', async () => {
    expect(await waitForAll([Promise.resolve(1), null, 'text'])).toEqual([1, null, 'text']);
  });

  it('throws only after all others have settled', async () => {
    const ended: string[] = [];
    let end = () => {};
    const slow = new Promise<void>(resolve => {
      end = resolve;
    }).then(() => ended.push('slow'));
    const all = waitForAll([Promise.reject(new Error('first')), slow]).catch((error: unknown) => {
      ended.push(String(error));
    });
    // Long enough for a rejection to get through, were it not held back.
    await new Promise(setImmediate);
    end();
    await all;
    expect(ended).toEqual(['slow', 'Error: first']);
  });
});
