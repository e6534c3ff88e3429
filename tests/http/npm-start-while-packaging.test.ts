/**
 * A former version removed the code of a running `npm start` by packaging. It then answered 200 with an error's text.
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runServerless, startLaptop } from '../support/serverless-command.ts';

it('npm start still answers after a package was made in the same work folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'signin-package-'));
  const shared = { ESBUILD_WORK_FOLDER: `.esbuild/test-${process.pid}-shared` };
  const laptop = await startLaptop(shared);
  const args = ['package', '--stage', 'staging', '--package', folder];
  const { exitCode } = await runServerless(args, shared);
  const response = await fetch(`${laptop.url}/api/auth/signin`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'st.huber', password: 'Password1234!' }),
  });
  const body = await response.json();
  laptop.process.kill('SIGTERM');
  await once(laptop.process, 'close');
  await rm(folder, { recursive: true });
  expect(exitCode).toBe(0);
  expect(response.status).toBe(200);
  expect(body).toEqual({ token: expect.any(String) });
});
