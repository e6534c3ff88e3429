/**
 * One cold start, and what comes after it: loads a bundle, calls it with sign-ins, and prints what it measured as a
 * line of JSON. It is the main module of its process, so `performance.now()` counts from the start of Node.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [, , bundle, eventsFile, warmCalls] = process.argv;
const events = JSON.parse(readFileSync(eventsFile, 'utf8'));
const countedCalls = 20;

const bootedMs = performance.now();
const { handler } = await import(pathToFileURL(bundle));
const loadedMs = performance.now();

let calls = 0;
async function call() {
  const event = events[calls % events.length];
  calls += 1;
  const beganMs = performance.now();
  const { statusCode } = await handler(event, {});
  if (statusCode !== 200) throw new Error(`${bundle} answered with ${statusCode}`);
  return performance.now() - beganMs;
}

const firstMs = await call();
const answeredMs = performance.now();
const coldCpuMs = process.cpuUsage();
const warmMs = [];
const warmFrom = process.cpuUsage();
for (let index = 0; index < Number(warmCalls); index++) warmMs.push(await call());
const warm = process.cpuUsage(warmFrom);

// Afterwards, so that counting is in no measured time.
const counted = [];
if (warmMs.length > 0) {
  const { countCalls } = await import('./count-calls.mjs');
  const take = countCalls();
  for (let index = 0; index < countedCalls; index++) {
    await call();
    counted.push(take());
  }
}

const figures = {
  bootMs: bootedMs,
  loadMs: loadedMs - bootedMs,
  firstMs,
  answeredMs,
  cpuMs: (coldCpuMs.user + coldCpuMs.system) / 1000,
  warmMs,
  warmCpuMs: (warm.user + warm.system) / 1000 / Math.max(1, warmMs.length),
  counted,
};
process.stdout.write(`\n${JSON.stringify(figures)}\n`, () => process.exit());
