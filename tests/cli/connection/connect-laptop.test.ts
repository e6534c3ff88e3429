import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { connectLaptop } from '../../../cli/connection/connect-laptop.ts';

it('a laptop that accepts calls and never answers is told in a sentence', async () => {
  const stopped = createServer(() => {}).listen(0, 'localhost');
  onTestFinished(() => {
    stopped.close();
    stopped.closeAllConnections();
  });
  await once(stopped, 'listening');
  const address = stopped.address();
  const port = typeof address === 'object' ? address?.port : 0;
  process.env['DYNAMODB_PORT'] = String(port);
  await expect(connectLaptop(100)).rejects.toThrow(
    `What listens on port ${port} does not answer: if npm start is stopped there (Ctrl-Z), let it go on with fg`,
  );
});
