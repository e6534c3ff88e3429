/**
 * Calls a bundle with one sign-in after the other, and prints the memory after some of them as a line of JSON. Node has
 * to be started with `--expose-gc`.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [, , bundle, eventsFile, after] = process.argv;
const [event] = JSON.parse(readFileSync(eventsFile, 'utf8'));
const { handler } = await import(pathToFileURL(bundle));

const memory = [];
let requests = 0;
for (const stop of JSON.parse(after)) {
  for (; requests < stop; requests++) {
    const { statusCode } = await handler(event, {});
    if (statusCode !== 200) throw new Error(`Request ${requests} was answered with ${statusCode}`);
  }
  // First what is resident: the collection shrinks it.
  const { rss } = process.memoryUsage();
  globalThis.gc();
  memory.push({ requests, rss, heapUsed: process.memoryUsage().heapUsed });
}
process.stdout.write(`\n${JSON.stringify(memory)}\n`, () => process.exit());
