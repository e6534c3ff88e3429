/** A connection on which something else happens right before a write. */
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
