/** What a freeze of the function does to its kept connections: all of them are dead, and nobody has told it. */
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { type EmbeddedDatabase, startDatabase } from '../../dev/embedded-dynamodb.ts';
import {
  type BreakableConnections,
  type Death,
  startBreakableConnections,
} from '../support/breakable-connections.ts';
import { cheapHash, createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { signInEvent } from '../support/event-builder.ts';
import { startFunction, type TestFunction } from '../support/test-function.ts';

const password = 'Password1234!';
const minuteMs = 60_000;

let database: EmbeddedDatabase;
let connections: BreakableConnections;
let api: TestFunction;

beforeEach(async () => {
  database = await startDatabase(inject('template').Resources, { port: 0 });
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

describe('a sign-in whose kept connections have all died', () => {
  it.each(cases)(
    'after a pause succeeds and uses none of them (%s, stay_logged_in: %s)',
    async (death, stay) => {
      expect((await signIn(stay)).status).toBe(200);
      expect(connections.alive()).toBeGreaterThanOrEqual(3);
      connections.die(death);
      api.clock.advance(minuteMs);
      expect((await signIn(stay)).status).toBe(200);
      expect(connections.usedDead()).toBe(0);
    },
  );

  it.each(cases)('without a pause succeeds all the same (%s, stay_logged_in: %s)', async (death, stay) => {
    expect((await signIn(stay)).status).toBe(200);
    connections.die(death);
    expect((await signIn(stay)).status).toBe(200);
  });

  it('reuses living connections right after another request', async () => {
    await signIn(true);
    const alive = connections.alive();
    await signIn(true);
    expect(connections.alive()).toBe(alive);
  });
});
