/**
 * Makes `serverless offline` and `serverless invoke local` work on a laptop without an AWS account: starts the embedded
 * DynamoDB, adds the demo users, and hands the function its settings. `package` and `deploy` never come here.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { parseSettings, type Settings, SettingsError } from '../lib/settings.ts';
import { type EmbeddedDatabase, localCredentials, type Resources, startDatabase } from './database.ts';
import { demoPassword, demoUsers, seedDemoUsers } from './demo-users.ts';

/** The part of the framework that is used here. */
interface Serverless {
  readonly processedInput: { readonly commands: readonly string[] };
  readonly service: {
    readonly provider: { readonly region: string; environment: Record<string, string> };
    readonly resources: { readonly Resources: Resources };
    readonly custom: Record<string, Record<string, unknown>>;
  };
}

const host = 'localhost';

/** One sentence, and out: a stack trace would not tell the reader more. */
function giveUp(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function settingsOrGiveUp(environment: Record<string, string>): Settings {
  try {
    return parseSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) giveUp(error.message);
    throw error;
  }
}

const portIn = (value: unknown, standard: number, name: string): number => {
  // Set to nothing counts as not set, as for the function's own settings.
  const port = Number(value || standard);
  return Number.isInteger(port) && port >= 1 && port <= 65535
    ? port
    : giveUp(`${name} has to be a port from 1 to 65535.`);
};

/** The port if it is free (0: any free one); null if something listens there. */
function freePort(port: number): Promise<number | null> {
  return new Promise(resolve => {
    const probe = createServer();
    probe.once('error', () => resolve(null));
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' ? (address?.port ?? null) : null));
    });
  });
}

export default class Laptop {
  readonly hooks: Readonly<Record<string, () => Promise<void>>>;
  readonly #serverless: Serverless;
  readonly #options: Readonly<Record<string, unknown>>;
  #database: EmbeddedDatabase | null = null;

  constructor(serverless: Serverless, options: Readonly<Record<string, unknown>>) {
    this.#serverless = serverless;
    this.#options = options;
    this.hooks = {
      'before:offline:start': () => this.#beforeOffline(),
      'before:offline:start:init': () => this.#beforeOffline(),
      'after:offline:start:init': async () => this.#greet(),
      // The framework's own first step of `invoke local` asks AWS what `!Ref JwtSecret` is; this comes before it.
      initialize: async () => (this.#isInvokeLocal() ? this.#start(0) : undefined),
    };
  }

  async #beforeOffline(): Promise<void> {
    const httpPort = this.#httpPort();
    const databasePort = portIn(process.env['DYNAMODB_PORT'], 8000, 'DYNAMODB_PORT');
    if ((await freePort(httpPort)) === null) {
      giveUp(
        `Port ${httpPort} is taken; stop what listens there, or choose another: npm start -- --httpPort 3100`,
      );
    }
    if ((await freePort(databasePort)) === null) {
      giveUp(
        `Port ${databasePort} is taken; stop what listens there, or choose another: DYNAMODB_PORT=8100 npm start`,
      );
    }
    // serverless-offline also listens for the AWS SDK's invocations; nobody asked for that, so it takes any free port.
    const offline = this.#serverless.service.custom['serverless-offline'];
    if (offline !== undefined) offline['lambdaPort'] = await freePort(0);
    await this.#start(databasePort);
  }

  #isInvokeLocal(): boolean {
    return this.#serverless.processedInput.commands.join(' ') === 'invoke local';
  }

  #httpPort(): number {
    return portIn(this.#options['httpPort'], 3000, '--httpPort');
  }

  async #start(port: number): Promise<void> {
    const { provider, resources } = this.#serverless.service;
    provider.environment = this.#environment();
    const settings = settingsOrGiveUp(provider.environment);
    const folder = process.env['DYNAMODB_FOLDER'] || undefined;
    this.#database = await startDatabase(resources.Resources, {
      port,
      ...(folder === undefined ? {} : { folder }),
    });

    // A function that runs here must not find the way to a real account.
    delete process.env['AWS_PROFILE'];
    delete process.env['AWS_SESSION_TOKEN'];
    delete process.env['JWT_SECRET_ARN'];
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_DYNAMODB: this.#database.endpoint,
      AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
      AWS_REGION: provider.region,
    });
    await seedDemoUsers(this.#database.endpoint, settings.usersTable, settings.bcryptCost);
  }

  /** The function's environment: as deployed, but what the shell sets goes first, and the secret is a passing one. */
  #environment(): Record<string, string> {
    const { JWT_SECRET_ARN: _, ...deployed } = this.#serverless.service.provider.environment;
    const settings = Object.entries(deployed).map(([name, value]) => [
      name,
      process.env[name] || String(value),
    ]);
    const secret = process.env['JWT_SECRET'] || randomBytes(48).toString('base64');
    return { ...Object.fromEntries(settings), JWT_SECRET: secret };
  }

  #greet(): void {
    const body = JSON.stringify({ username: demoUsers[0].username, password: demoPassword });
    const names = demoUsers.map(user => user.username).join(', ');
    process.stdout.write(
      [
        '',
        `DynamoDB: ${this.#database?.endpoint}`,
        `Users:    ${names} (password ${demoPassword})`,
        'Sign in:',
        `curl -i http://${host}:${this.#httpPort()}/api/auth/signin -H 'content-type: application/json' -d '${body}'`,
        '',
        '',
      ].join('\n'),
    );
  }
}
