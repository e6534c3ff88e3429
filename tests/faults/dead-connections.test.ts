/** After a freeze of the function, all of its kept connections are dead, and the function does not know. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedDatabase } from '../../dev/embedded-dynamodb.ts';
import {
  type BreakableConnections,
  type Death,
  startBreakableConnections,
} from '../support/breakable-connections.ts';
import { cheapHash, createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { signInEvent } from '../support/event-builder.ts';
import { startTestDatabase } from '../support/test-database.ts';
import { startFunction, type TestFunction } from '../support/test-function.ts';

const password = 'Password1234!';
const minuteMs = 60_000;

let database: EmbeddedDatabase;
let connections: BreakableConnections;
let api: TestFunction;

beforeEach(async () => {
  database = await startTestDatabase();
  connections = await startBreakableConnections(database.endpoint);
  const behindProxy = { endpoint: connections.endpoint, stop: connections.stop };
  api = await startFunction({}, { database: behindProxy, bcrypt: createCheapBcrypt() });
  await api.putUser({ username: 'st.huber', id: 33, password: cheapHash(password, 10) });
});
afterEach(async () => {
  await api.stop();
  await connections.stop();
  await database.stop();
});

const signIn = (stay_logged_in: boolean) =>
  api.call(signInEvent({ username: 'st.huber', password, stay_logged_in }));

const cases = (['reset', 'silence'] as const).flatMap(death =>
  [true, false].map(stay => [death, stay] as const satisfies [Death, boolean]),
);

describe('a sign-in after all kept connections have died', () => {
  it.each(cases)(
    'succeeds after a pause, and uses none of them (%s, stay_logged_in: %s)',
    async (death, stay) => {
      expect((await signIn(stay)).status).toBe(200);
      expect(connections.alive()).toBeGreaterThanOrEqual(3);
      connections.die(death);
      api.clock.advance(minuteMs);
      expect((await signIn(stay)).status).toBe(200);
      expect(connections.usedDead()).toBe(0);
    },
  );

  it.each(cases)('succeeds without a pause too (%s, stay_logged_in: %s)', async (death, stay) => {
    expect((await signIn(stay)).status).toBe(200);
    connections.die(death);
    expect((await signIn(stay)).status).toBe(200);
  });

  it('reuses connections that are alive', async () => {
    await signIn(true);
    const alive = connections.alive();
    await signIn(true);
    expect(connections.alive()).toBe(alive);
  });
});
