/** The embedded database is the developer's alone, although it listens on a port that web pages can reach. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedDatabase, startDatabase } from '../../dev/embedded-dynamodb.ts';

let database: EmbeddedDatabase;
beforeAll(async () => {
  database = await startDatabase({}, { port: 0 });
});
afterAll(() => database.stop());

const listTables = (headers: Record<string, string>) =>
  fetch(database.endpoint, {
    method: 'POST',
    body: '{}',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.ListTables',
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20261125/local/dynamodb/aws4_request, SignedHeaders=host, Signature=x',
      'x-amz-date': '20261125T000000Z',
      ...headers,
    },
  });

describe('the embedded database', () => {
  it('answers a program', async () => {
    expect((await listTables({})).status).toBe(200);
  });

  it.each(['https://evil.example', 'null', 'http://localhost:3000'])('refuses a page of %s', async origin => {
    const answer = await listTables({ origin });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    const preflight = await fetch(database.endpoint, { method: 'OPTIONS', headers: { origin } });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  });
});
