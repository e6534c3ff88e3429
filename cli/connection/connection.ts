/** What a command works on: a database, its settings, and the keys of its pseudonyms. */
import type { Database } from '../../lib/database/dynamodb-client.ts';
import type { DatabaseTimeBudget } from '../../lib/database/time-budget.ts';
import type { Keys } from '../../lib/secrets/load-keys.ts';
import type { Settings } from '../../lib/settings/parse-settings.ts';

/** The settings of the function that a command needs. */
export type OperatorSettings = Pick<
  Settings,
  'usersTable' | 'sessionsTable' | 'attemptsTable' | 'bcryptCost' | 'session' | 'sessionsValidFromEpochMs'
>;

/** The keys of a command: not the one that signs tokens. */
export type OperatorKeys = Omit<Keys, 'accessTokens' | 'devices'>;

/** The laptop's database, or that of a stage. */
export interface Connection {
  /** For sentences: `the laptop's database`, `stage staging in eu-central-1`. */
  readonly place: string;
  readonly database: Database;
  readonly budget: DatabaseTimeBudget;
  readonly settings: OperatorSettings;
  /** The function's log group; null on a laptop, where the log is what `npm start` prints. */
  readonly logGroup: string | null;
  /** Loaded when they are needed: on a stage they are derived from a secret that not every operator may read. */
  loadKeys(): Promise<OperatorKeys>;
}
