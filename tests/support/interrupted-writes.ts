/** A connection on which something else happens right before a write, or the answer to a write is lost. */
import type { Connection } from '../../cli/connection/connection.ts';

/** What happens before the first write, before the second one, and so on. */
export function interruptWrites(
  connection: Connection,
  ...events: readonly (() => Promise<unknown>)[]
): Connection {
  const left = [...events];
  const { write } = connection.database;
  const interrupted = new Proxy(write, {
    get: (client, property) =>
      property === 'send'
        ? async (...call: Parameters<typeof write.send>) => {
            await left.shift()?.();
            return client.send(...call);
          }
        : Reflect.get(client, property),
  });
  return { ...connection, database: { ...connection.database, write: interrupted } };
}

/** An event before a write that is not done: the SDK has given up. */
export const timeOut = (): Promise<never> =>
  Promise.reject(Object.assign(new Error('no answer'), { name: 'TimeoutError' }));

/**
 * Loses the first answer to each of these commands on its way back, as a broken connection does. The write is done, and
 * the SDK sends it again.
 */
export function loseFirstAnswers(connection: Connection, ...commands: readonly string[]): void {
  const left = new Set(commands);
  connection.database.write.middlewareStack.add(
    (next, { commandName }) =>
      async call => {
        const answer = await next(call);
        if (left.delete(String(commandName))) {
          throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
        }
        return answer;
      },
    // Within a call of the SDK, so that each repeat goes through it.
    { step: 'deserialize', priority: 'high' },
  );
}
