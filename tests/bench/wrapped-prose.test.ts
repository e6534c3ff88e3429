import { expect, it } from 'vitest';
import { wrappedProse } from '../../bench/wrapped-prose.ts';

it('wraps prose, and leaves tables, headings, code and links whole', () => {
  const prose = `${'word '.repeat(23)}\`npm run cost\` and [a page](cost.md#what it is).`;
  const table = `| ${'cell '.repeat(40)}|\n| --- |`;
  expect(wrappedProse(`# A heading\n\n${prose}\n\n${table}\n`)).toBe(
    `# A heading\n\n${'word '.repeat(23).trim()}\n\`npm run cost\` and [a page](cost.md#what it is).\n\n${table}\n`,
  );
});
