import { describe, expect, it } from 'vitest';
import { describeSeconds, showProgress } from '../../../cli/import/progress.ts';
import { createVirtualClock } from '../../support/clocks.ts';

function show(isInteractive: boolean) {
  const clock = createVirtualClock();
  let shown = '';
  const err = (text: string) => {
    shown += text;
  };
  const progress = showProgress({ isInteractive, err }, 1000, clock.elapsed);
  return { clock, progress, shown: () => shown };
}

describe('progress', () => {
  it('is a line that changes at a terminal, with rate and time left', () => {
    const { clock, progress, shown } = show(true);
    progress.update(0, 0);
    clock.advance(2000);
    progress.update(5000, 250);
    expect(shown()).toBe('\r[######..................]  25 %  5,000 rows  2,500 rows/s  6 s left\u001b[K');
    progress.pause();
    clock.advance(2000);
    progress.update(5000, 250);
    expect(shown()).toContain('waiting for the database');
    progress.end();
    expect(shown().endsWith('\r\u001b[K')).toBe(true);
  });

  it('is a plain line every five seconds elsewhere', () => {
    const { clock, progress, shown } = show(false);
    for (let second = 1; second <= 11; second++) {
      clock.advance(1000);
      progress.update(second * 1000, second * 50);
    }
    progress.end();
    expect(shown().split('\n')).toEqual([
      expect.stringMatching(/^25 % {2}5,000 rows {2}1,000 rows\/s/),
      expect.stringMatching(/^50 % {2}10,000 rows {2}1,000 rows\/s/),
      '',
    ]);
  });
});

it.each([
  [8.4, '8 s'],
  [200, '3 min 20 s'],
  [7500, '2 h 5 min'],
])('%d seconds are %s', (seconds, text) => {
  expect(describeSeconds(seconds)).toBe(text);
});
