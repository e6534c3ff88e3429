/**
 * The function on an embedded database of its own behind a plain HTTP server, in a process of its own. `timing.ts`
 * forks it with the users to add; it says on which port it listens.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Resources } from '../../dev/embedded-dynamodb.ts';
import { runOnDatabase } from '../setup/run-on-database.ts';
import { type CostAndUsers, functionWithUsers } from './function-with-users.ts';

/** What it is sent. */
export interface ServerInput extends CostAndUsers {
  readonly resources: Resources;
}

// A measurement that fails or is stopped must not leave a server behind.
process.once('disconnect', () => process.exit());

process.once('message', async ({ resources, ...costAndUsers }: ServerInput) => {
  await runOnDatabase(resources, async (database, documents) => {
    const signIn = await functionWithUsers(costAndUsers, database, documents);
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const answer = await signIn(body);
      // Headers that the function sends are text.
      response.writeHead(answer.statusCode ?? 500, answer.headers as Record<string, string>).end(answer.body);
    }).listen(0, 'localhost');
    await once(server, 'listening');
    const address = server.address();
    process.send?.(typeof address === 'object' ? address?.port : null);
    await once(server, 'close');
  });
});
