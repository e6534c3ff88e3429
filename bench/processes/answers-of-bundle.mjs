/**
 * Loads a bundle, calls it with each event of a file, and prints statuses and headers of the answers as a line of JSON.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [, , bundle, eventsFile] = process.argv;
const { handler } = await import(pathToFileURL(bundle));
const answers = [];
for (const event of JSON.parse(readFileSync(eventsFile, 'utf8'))) {
  const { statusCode, headers } = await handler(event, {});
  answers.push({ statusCode, headers });
}
process.stdout.write(`\n${JSON.stringify(answers)}\n`, () => process.exit());
