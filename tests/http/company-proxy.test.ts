/** A company's proxy settings in the shell: a local run calls nothing but the embedded database, and that directly. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runServerless, startLaptop } from '../support/serverless-command.ts';

let calls = 0;
const proxy = createServer(socket => {
  calls += 1;
  socket.destroy();
});
let shell: Record<string, string>;

beforeAll(async () => {
  proxy.listen(0, 'localhost');
  await once(proxy, 'listening');
  const url = `http://localhost:${(proxy.address() as AddressInfo).port}`;
  shell = {
    BCRYPT_COST: '10',
    // Node itself follows the others only with this one; the framework follows them without.
    NODE_USE_ENV_PROXY: '1',
    HTTP_PROXY: url,
    HTTPS_PROXY: url,
    http_proxy: url,
    https_proxy: url,
    NO_PROXY: '',
    no_proxy: '',
  };
});

afterAll(() => proxy.close());

it('npm start signs in without a call to the proxy', async () => {
  const laptop = await startLaptop(shell);
  const response = await fetch(`${laptop.url}/api/auth/signin`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'st.huber', password: 'Password1234!' }),
  });
  laptop.process.kill('SIGTERM');
  await once(laptop.process, 'close');
  expect(response.status).toBe(200);
  expect(calls).toBe(0);
});

it('serverless invoke local signs in without a call to the proxy', async () => {
  const args = ['invoke', 'local', '-f', 'auth', '-p', 'events/signin.json'];
  const { stdout } = await runServerless(args, shell);
  expect(stdout).toContain('"statusCode": 200');
  expect(calls).toBe(0);
});
