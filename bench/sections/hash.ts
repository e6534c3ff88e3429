/** How long one comparison takes, in JavaScript and in native code, and how much of a sign-in that is. */
import bcryptjs from 'bcryptjs';
import { median, shuffled } from '../figures.ts';
import { markdownTable } from '../markdown-table.ts';
import { ratio } from '../report/spread.ts';
import { importPeer } from '../setup/peer-packages.ts';
import { password } from '../setup/worlds.ts';

interface Compare {
  compare(password: string, hash: string): Promise<boolean>;
}

const samples = 15;

/** Measures and describes it. @param warmMs what a warm sign-in takes without the hash */
export async function hashSection(warmMs: number): Promise<string> {
  const { default: native } = await importPeer<{ readonly default: Compare }>('bcrypt');
  const libraries: readonly (readonly [string, Compare])[] = [
    ['bcryptjs', bcryptjs],
    ['bcrypt, native', native],
  ];
  const measured = [10, 12].flatMap(cost => {
    const hash = bcryptjs.hashSync(password, cost);
    return libraries.map(([title, { compare }]) => ({ title, compare, cost, hash, ms: [] as number[] }));
  });
  // The first comparison of each is slower, and does not count.
  for (const { compare, hash } of measured) await compare(password, hash);
  for (let index = 0; index < samples; index++) {
    for (const { title, compare, hash, ms } of shuffled(measured)) {
      const beganAt = performance.now();
      if (!(await compare(password, hash))) throw new Error(`${title} does not know a hash of bcryptjs`);
      ms.push(performance.now() - beganAt);
    }
  }

  const rows = measured.map(({ title, cost, ms }) => {
    const base = measured.find(other => other.cost === cost)?.ms ?? [];
    const share = median(ms) / (median(ms) + warmMs);
    return [cost, title, median(ms).toFixed(1), ratio(ms, base), `${(100 * share).toFixed(1)} %`];
  });
  const head = ['bcrypt cost', 'library', 'one comparison, ms', 'to bcryptjs', 'share of a warm sign-in'];
  return `## Hash

The same hashes for both libraries. The share is that of the comparison and the ${warmMs.toFixed(1)} ms that a warm sign-in
takes besides.

${markdownTable(head, rows)}`;
}
