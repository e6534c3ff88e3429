/**
 * Whoever comes from a blocked address sees nothing of a name. They can ask without end, because a refusal writes
 * nothing, and the longest `retry-after` of all blocked counters told them whenever the name's counter moved.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { cheapHash, createCheapBcrypt } from '../../support/cheap-bcrypt.ts';
import { signInEvent } from '../../support/event-builder.ts';
import { startFunction, type TestFunction } from '../../support/test-function.ts';

const password = 'Password1234!';
const username = 'st.huber';
const hash = cheapHash(password, 10);
const windowMs = 600_000;

let api: TestFunction;
afterEach(() => api.stop());

const ask = (name: string, typed: string, sourceIp: string) =>
  api.call(signInEvent({ username: name, password: typed }, { sourceIp }));

const look = async () => (await ask(username, 'guess', '198.51.100.66')).headers['retry-after'];

/** A name with an open slot, and a long backoff once that is used; and the blocked address of `look`. */
async function blockAddress(): Promise<void> {
  for (let failures = 0; failures < 16; ) {
    const reply = await ask(username, 'guess', `203.0.113.${failures}`);
    if (reply.status === 400) failures += 1;
    else api.clock.advance(Number(reply.headers['retry-after']) * 1000);
  }
  api.clock.advance(900_000);
  api.clock.advance(windowMs - (api.clock.now() % windowMs));
  for (let n = 0; n < 50; n++) await ask(`name ${n}`, 'guess', '198.51.100.66');
}

describe('from a blocked address', () => {
  it('nobody sees that the owner signs in', async () => {
    const begun = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    const cheap = createCheapBcrypt();
    const bcrypt = {
      ...cheap,
      async compare(typed: string, stored: string) {
        if (typed === password) {
          begun.resolve();
          await go.promise;
        }
        return cheap.compare(typed, stored);
      },
    };
    api = await startFunction({}, { bcrypt });
    await api.putUser({ username, id: 33, password: hash });
    await blockAddress();
    const before = await look();
    const signingIn = ask(username, password, '192.0.2.1');
    await begun.promise;
    const during = await look();
    go.resolve();
    expect((await signingIn).status).toBe(200);
    expect([before, during, await look()]).toEqual(['600', '600', '600']);
  });

  it('nobody sees that the owner mistypes', async () => {
    api = await startFunction({}, { bcrypt: createCheapBcrypt() });
    await api.putUser({ username, id: 33, password: hash });
    await blockAddress();
    const before = await look();
    expect((await ask(username, 'mistyped', '192.0.2.1')).status).toBe(400);
    expect([before, await look()]).toEqual(['600', '600']);
  });
});
