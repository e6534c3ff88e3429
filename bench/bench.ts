/**
 * `npm run bench`: the function beside its peers and beside what it was before, cold and warm, with the hash left out;
 * the hash alone; and the function with more users, sessions, requests and clients. Writes `results.md` and two plots.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { median } from './figures.ts';
import { coldSection } from './report/cold.ts';
import { writePlots } from './report/plots.ts';
import { writeResults } from './report/results.ts';
import { warmSection } from './report/warm.ts';
import { growthSection } from './sections/growth.ts';
import { hashSection } from './sections/hash.ts';
import { loadSection } from './sections/load.ts';
import { memorySection } from './sections/memory.ts';
import { measureStarts } from './sections/starts.ts';
import { checkOutBefore } from './setup/before.ts';
import { writeEvents } from './setup/events-file.ts';
import { packageFunction } from './setup/packaged.ts';
import { installPeers } from './setup/peer-packages.ts';
import { own, variants } from './setup/variants.ts';
import { createWorlds, password } from './setup/worlds.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '31' }, warm: { type: 'string', default: '300' } },
});
const rounds = Number(values.rounds);
const warmCalls = Number(values.warm);

const say = (what: string) =>
  process.stdout.write(`${what} (${(performance.now() / 1000).toFixed(0)} s since the start)\n`);

const folder = await mkdtemp(join(tmpdir(), 'signin-bench-'));
try {
  say('Installing the peers into bench/peers/');
  await installPeers();
  say('Packaging');
  const packaged = await packageFunction();
  const startWorld = await createWorlds(packaged.resources, folder);
  const world = await startWorld();

  say('Cold and warm');
  const all = variants(packaged.esbuild, await checkOutBefore(folder));
  const measured = await measureStarts(all, world, folder, { rounds, warmCalls });
  await writePlots(measured);
  const ours = measured.find(({ title }) => title === own);
  if (ours === undefined) throw new Error(`${own} was not measured`);

  say('Hash');
  const hash = await hashSection(median(ours.figures.flatMap(({ warmMs }) => warmMs)));
  say('Load');
  const load = await loadSection();
  say('Growth');
  const growth = await growthSection(ours.file, folder, startWorld, {
    rounds: Math.ceil(rounds / 3),
    warmCalls,
  });
  say('Memory');
  const eventsFile = await writeEvents(join(folder, 'memory.json'), [{ username: 'st.huber', password }]);
  const memory = await memorySection(ours.file, eventsFile, world);

  const sections = [
    coldSection(measured, packaged.zipBytes),
    warmSection(measured),
    hash,
    load,
    growth,
    memory,
  ];
  await writeResults(sections, { rounds, minutes: performance.now() / 60_000 });
} finally {
  await rm(folder, { recursive: true });
}
process.exit();
