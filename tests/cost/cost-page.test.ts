/**
 * docs/cost.md has calls and prices of this repository, and time of whoever ran `npm run cost`. The time is not
 * checked.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { countedPart } from '../../bench/cost/counted-part.ts';

it('docs/cost.md says what is counted now, and the prices', () => {
  const isCurrent = readFileSync('docs/cost.md', 'utf8').includes(countedPart());
  expect(isCurrent, 'docs/cost.md is out of date: run `npm run cost`').toBe(true);
});

it('docs/cost.md has no line of prose over 120 characters', () => {
  const lines = readFileSync('docs/cost.md', 'utf8').split('\n');
  expect(lines.filter(line => line.length > 120 && !line.startsWith('|'))).toEqual([]);
});
