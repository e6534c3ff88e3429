/** `npm run cost`: writes docs/cost.md, of counted calls, measured time, simulated attacks and public prices. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { attacks } from './attack/attacks.ts';
import { createNoLimit, createPresentLimit } from './attack/limits.ts';
import { simulate } from './attack/simulate.ts';
import { measureCpuTime } from './cost/cpu-time.ts';
import { costPage, type SimulatedAttack } from './cost/page.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '20' } } });

process.stdout.write('Simulating attacks\n');
const simulated: SimulatedAttack[] = [];
for (const attack of attacks) {
  simulated.push({
    title: attack.title,
    limited: await simulate(attack, createPresentLimit),
    compared: await simulate(attack, createNoLimit),
  });
}
process.stdout.write('Measuring the packaged function\n');
const page = costPage(await measureCpuTime(Number(values.rounds)), simulated);
await writeFile('docs/cost.md', page);
process.stdout.write('docs/cost.md is written\n');
process.exit();
