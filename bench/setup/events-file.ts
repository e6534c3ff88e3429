/** Writes the events that a measured process is called with. */
import { readFile, writeFile } from 'node:fs/promises';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/**
 * Writes a sign-in with each of the bodies, otherwise like `events/signin.json`, as a JSON array. Returns the file.
 * @param more headers besides those of the sample
 */
export async function writeEvents(
  file: string,
  bodies: readonly object[],
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  // sample-events.test.ts checks the samples' shape.
  const sample = JSON.parse(await readFile('events/signin.json', 'utf8')) as APIGatewayProxyEventV2;
  const events = bodies.map((fields): APIGatewayProxyEventV2 => {
    const body = JSON.stringify(fields);
    const headers = { ...sample.headers, ...more, 'content-length': String(Buffer.byteLength(body)) };
    return { ...sample, headers, body };
  });
  await writeFile(file, JSON.stringify(events));
  return file;
}
