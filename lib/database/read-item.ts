/**
 * Reads items. The reads that one request begins at the same moment are one call, of whatever tables they are: each
 * call takes a connection and a signature, and beside the hash they are most of a sign-in's work.
 */
import { BatchGetCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Database } from './dynamodb-client.ts';
import type { DatabaseTimeBudget } from './time-budget.ts';

type Item = Readonly<Record<string, unknown>>;

/** One attribute, as the tables have it that are read so. */
type Key = Readonly<Record<string, string>>;

/** An item that is to be read. */
interface Wanted {
  readonly table: string;
  readonly key: Key;
}

/** The reads of a request that have begun and are not sent yet, and what will come of them, in their order. */
interface Batch {
  readonly wanted: Wanted[];
  readonly items: Promise<readonly (Item | null)[]>;
}

/** DynamoDB takes no more of them in one call. */
const maxKeys = 100;

/** A request is known by its budget, and has one database. */
const begun = new WeakMap<DatabaseTimeBudget, Batch>();

async function readOne(database: Database, { table, key }: Wanted, budget: DatabaseTimeBudget) {
  const command = new GetCommand({ TableName: table, Key: key, ConsistentRead: true });
  const { Item } = await budget.spend(signal => database.read.send(command, { abortSignal: signal }));
  return [Item ?? null];
}

const hasKey = (item: Item, key: Key) => Object.entries(key).every(([name, value]) => item[name] === value);

async function readAll(database: Database, wanted: readonly Wanted[], budget: DatabaseTimeBudget) {
  const RequestItems: Record<string, { Keys: Key[]; ConsistentRead: true }> = {};
  for (const { table, key } of wanted) {
    RequestItems[table] ??= { Keys: [], ConsistentRead: true };
    // DynamoDB refuses a call that names an item twice.
    const { Keys } = RequestItems[table];
    if (!Keys.some(other => hasKey(other, key))) Keys.push(key);
  }
  const command = new BatchGetCommand({ RequestItems });
  const { Responses } = await budget.spend(signal => database.read.send(command, { abortSignal: signal }));
  // They come in any order.
  return wanted.map(({ table, key }) => Responses?.[table]?.find(item => hasKey(item, key)) ?? null);
}

/** Sends what has begun by the end of this turn, see `queueMicrotask`. */
function begin(database: Database, budget: DatabaseTimeBudget): Batch {
  const wanted: Wanted[] = [];
  const items = Promise.resolve().then(() => {
    begun.delete(budget);
    const [first, ...others] = wanted;
    return first !== undefined && others.length === 0
      ? readOne(database, first, budget)
      : readAll(database, wanted, budget);
  });
  const batch = { wanted, items };
  begun.set(budget, batch);
  return batch;
}

/**
 * The item with a key; null if there is none. The read is strongly consistent, because it decides who gets in. `Shape`
 * is the shape of the table's items, which the caller knows only if nobody else writes them.
 * @throws {DatabaseUnavailable} if DynamoDB is unavailable
 */
export async function readItem<Shape extends object = Item>(
  database: Database,
  table: string,
  key: Key,
  budget: DatabaseTimeBudget,
): Promise<Shape | null> {
  const latest = begun.get(budget);
  const isOpen = latest !== undefined && latest.wanted.length < maxKeys;
  const { wanted, items } = isOpen ? latest : begin(database, budget);
  const index = wanted.push({ table, key }) - 1;
  // The caller vouches for the shape, see above.
  return ((await items)[index] ?? null) as Shape | null;
}
