/** docs/cost.md has calls and prices of this repository, and time of whoever ran `npm run cost`. The time is not checked. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { countedPart } from '../../bench/cost/counted-part.ts';
import { wrappedProse } from '../../bench/wrapped-prose.ts';

it('docs/cost.md says what is counted now, and the prices', () => {
  const isCurrent = readFileSync('docs/cost.md', 'utf8').includes(countedPart());
  expect(isCurrent, 'docs/cost.md is out of date: run `npm run cost`').toBe(true);
});

it('a generated page has its prose wrapped, and tables, headings, code and links whole', () => {
  const prose = `${'word '.repeat(23)}\`npm run cost\` and [a page](cost.md#what it is).`;
  const table = `| ${'cell '.repeat(40)}|\n| --- |`;
  expect(wrappedProse(`# A heading\n\n${prose}\n\n${table}\n`)).toBe(
    `# A heading\n\n${'word '.repeat(23).trim()}\n\`npm run cost\` and [a page](cost.md#what it is).\n\n${table}\n`,
  );
  const lines = readFileSync('docs/cost.md', 'utf8').split('\n');
  expect(lines.filter(line => line.length > 120 && !line.startsWith('|'))).toEqual([]);
});
