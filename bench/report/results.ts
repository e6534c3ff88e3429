/** Writes `results.md`. */
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { own } from '../setup/variants.ts';

/** Writes the sections, after the machine, its load, and how to read them. */
export async function writeResults(
  sections: readonly string[],
  { rounds, minutes }: { readonly rounds: number; readonly minutes: number },
): Promise<void> {
  const cores = cpus();
  const text = `# Results of \`npm run bench\`

${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${process.arch}, ${cores.length} cores (${cores[0]?.model.trim()}), load ${loadavg()[0]?.toFixed(1)} at the end of ${minutes.toFixed(0)} minutes.
Nothing here ran on Lambda; compare the ratios, not the milliseconds. \`${own} to it\` is our time divided by that of
the row, in the same round (under 1: we are faster): the median of ${rounds} rounds, and the middle half of them.

**How the hash is left out:** in every bundle, bcryptjs is replaced by a module that answers at once; better-auth is
told to use bcryptjs. All have the same stored hash. Before, each bundle with the real bcryptjs was seen to sign in
with the right password and to refuse a wrong one. The hash has its own table, and is part of the load.

DynamoDB and Secrets Manager are embedded ones on this machine, over TLS, so a round trip costs less than on AWS.

${sections.join('\n\n')}
`;
  await writeFile('bench/results.md', text);
  process.stdout.write(text);
}
