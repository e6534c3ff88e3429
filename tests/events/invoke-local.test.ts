/** The README's command for a sample event. Some events need the demo session or an access token. */
import { describe, expect, it } from 'vitest';
import { runServerless } from '../support/serverless-command.ts';

describe('serverless invoke local', () => {
  it.each([
    ['i-am-logged-in', 202, 'Session token is good'],
    ['list-sessions', 200, 'the demo session'],
  ])('answers %s with %i: %s', async (name, status, content) => {
    const args = ['invoke', 'local', '-f', 'auth', '-p', `events/${name}.json`];
    const { exitCode, stdout } = await runServerless(args, { BCRYPT_COST: '10' });
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`"statusCode": ${status}`);
    expect(stdout).toContain(content);
  });

  it('answers a sample event', async () => {
    const args = ['invoke', 'local', '-f', 'auth', '-p', 'events/signin.json'];
    const { exitCode, stdout } = await runServerless(args, { BCRYPT_COST: '10' });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('"statusCode": 200');
  });

  it('ends with an error if the file of the event is missing', async () => {
    const { exitCode } = await runServerless(['invoke', 'local', '-f', 'auth', '-p', 'events/missing.json'], {
      BCRYPT_COST: '10',
    });
    expect(exitCode).toBe(1);
  });
});
