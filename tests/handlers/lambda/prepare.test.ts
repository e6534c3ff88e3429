/** What the function does while Lambda starts it. */
import bcryptjs from 'bcryptjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFunction } from '../../../handlers/lambda/function.ts';
import type { LogFields } from '../../../lib/observability/log-writer.ts';
import { parseSettings } from '../../../lib/settings/parse-settings.ts';
import { type BreakableConnections, startBreakableConnections } from '../../support/breakable-connections.ts';
import { createVirtualClock } from '../../support/clocks.ts';
import { sampleEvent, signInEvent } from '../../support/event-builder.ts';
import { startSecretsManager } from '../../support/secrets-manager.ts';
import { startFunction, type TestFunction, tables } from '../../support/test-function.ts';

const right = { username: 'st.huber', password: 'Password1234!' };

let running: TestFunction;
let connections: BreakableConnections;
beforeAll(async () => {
  running = await startFunction();
  await running.putUser({
    username: right.username,
    id: 33,
    password: bcryptjs.hashSync(right.password, 10),
  });
  connections = await startBreakableConnections(process.env['AWS_ENDPOINT_URL_DYNAMODB'] ?? '');
  process.env['AWS_ENDPOINT_URL_DYNAMODB'] = connections.endpoint;
});
afterAll(async () => {
  await connections.stop();
  await running.stop();
});

const JWT_SECRET_ARN = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:JwtSecret-a1b2c3d4-AbCdEf';

function createInstance() {
  const lines: LogFields[] = [];
  const instance = createFunction({
    settings: parseSettings({ ...tables, JWT_SECRET_ARN, BCRYPT_COST: '10' }),
    clock: createVirtualClock(),
    log: (_level, fields) => lines.push(fields),
  });
  return { instance, lines };
}

describe('the start of the function', () => {
  it('fetches the secret and opens two connections, which are all that a known device needs', async () => {
    const asked = await startSecretsManager(200, { SecretString: running.secret });
    const { headers } = await running.call(signInEvent(right));
    const known = { 'content-type': 'application/json', 'x-device-token': String(headers['x-device-token']) };
    const others = connections.alive();
    const { instance, lines } = createInstance();
    await instance.prepare();
    expect(asked).toHaveLength(1);
    expect(connections.alive() - others).toBe(2);
    expect(lines).toEqual([]);
    expect(await instance(signInEvent(right, { headers: known }))).toMatchObject({ statusCode: 200 });
    expect(asked).toHaveLength(1);
    expect(connections.alive() - others).toBe(2);
    expect(lines).toHaveLength(1);
  });

  it('succeeds without the secret, and leaves it to the first request to say so', async () => {
    await startSecretsManager(400, { __type: 'AccessDeniedException', message: 'no' });
    const { instance, lines } = createInstance();
    await instance.prepare();
    expect(lines).toEqual([]);
    expect(await instance(sampleEvent('signin-wrong-password'))).toMatchObject({ statusCode: 500 });
    expect(lines).toMatchObject([{ outcome: 'internal_error' }]);
  });
});
