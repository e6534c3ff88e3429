/**
 * The function on an embedded database of its own behind a plain HTTP server, in a process of its own. `timing.ts` forks
 * it with the users to add; it says on which port it listens.
 */
import { createServer } from 'node:http';
import { type StoredUser, startMeasuredFunction } from './measured-function.ts';

// A measurement that fails or is stopped must not leave a server behind.
process.once('disconnect', () => process.exit());

process.once('message', async ({ cost, users }: { cost: number; users: readonly StoredUser[] }) => {
  const signIn = await startMeasuredFunction(cost, users);
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const answer = await signIn(body);
    // Headers that the function sends are text.
    response.writeHead(answer.statusCode ?? 500, answer.headers as Record<string, string>).end(answer.body);
  });
  server.listen(0, 'localhost', () => {
    const address = server.address();
    process.send?.(typeof address === 'object' ? address?.port : null);
  });
});
