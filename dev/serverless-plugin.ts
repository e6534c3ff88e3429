/**
 * Makes `serverless offline` and `serverless invoke local` work on a laptop without an AWS account: starts the embedded
 * DynamoDB, adds the demo users and the demo session, and gives the function its settings. It does nothing in `package`
 * and `deploy`.
 */
import type { Settings } from '../lib/settings/parse-settings.ts';
import { withDemoAccessToken } from './demo-access-token.ts';
import { seedDemoSession } from './demo-session.ts';
import { seedDemoUsers } from './demo-users.ts';
import { type EmbeddedDatabase, type Resources, startDatabase } from './embedded-dynamodb.ts';
import { giveUp } from './give-up.ts';
import { greeting } from './greeting.ts';
import { checkSettings, localSettings, pointSdkAt } from './local-environment.ts';
import { freePort, parsePort } from './ports.ts';

/** The part of the framework that is used here. */
interface Serverless {
  readonly processedInput: { readonly commands: readonly string[] };
  readonly service: {
    readonly provider: { readonly region: string; environment: Record<string, string> };
    readonly resources: { readonly Resources: Resources };
    readonly custom: Record<string, Record<string, unknown>>;
  };
}

interface Options {
  readonly httpPort?: unknown;
  /** The event of `invoke local`, once the framework has read it. */
  data?: unknown;
}

const defaultHttpPort = 3000;
const defaultDatabasePort = 8000;

export default class ServerlessPlugin {
  readonly hooks: Readonly<Record<string, () => Promise<void>>>;
  readonly #serverless: Serverless;
  readonly #options: Options;
  #database: EmbeddedDatabase | null = null;
  #settings: Settings | null = null;

  constructor(serverless: Serverless, options: Options) {
    this.#serverless = serverless;
    this.#options = options;
    this.hooks = {
      'before:offline:start': () => this.#beforeOffline(),
      'before:offline:start:init': () => this.#beforeOffline(),
      'after:offline:start:init': async () => this.#greet(),
      // The framework's own first step of `invoke local` asks AWS for the value of `!Ref JwtSecret`; this comes first.
      initialize: async () => (this.#isInvokeLocal() ? this.#start(0) : undefined),
      'before:invoke:local:invoke': () => this.#fillInAccessToken(),
    };
  }

  async #beforeOffline(): Promise<void> {
    const httpPort = this.#httpPort();
    const databasePort = parsePort(process.env['DYNAMODB_PORT'], defaultDatabasePort, 'DYNAMODB_PORT');
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
    // serverless-offline also listens for invocations by the AWS SDK. Nobody needs that, so it gets any free port.
    const offline = this.#serverless.service.custom['serverless-offline'];
    if (offline !== undefined) offline['lambdaPort'] = await freePort(0);
    await this.#start(databasePort);
  }

  #isInvokeLocal(): boolean {
    return this.#serverless.processedInput.commands.join(' ') === 'invoke local';
  }

  #httpPort(): number {
    return parsePort(this.#options.httpPort, defaultHttpPort, '--httpPort');
  }

  async #start(port: number): Promise<void> {
    const { provider, resources } = this.#serverless.service;
    provider.environment = localSettings(provider.environment);
    const settings = checkSettings(provider.environment);
    const folder = process.env['DYNAMODB_FOLDER'] || undefined;
    this.#database = await startDatabase(resources.Resources, {
      port,
      ...(folder === undefined ? {} : { folder }),
    });
    pointSdkAt(this.#database.endpoint, provider.region);
    await seedDemoUsers(this.#database.endpoint, settings.usersTable, settings.bcryptCost);
    await seedDemoSession(this.#database.endpoint, settings.sessionsTable, settings.session);
    this.#settings = settings;
  }

  async #fillInAccessToken(): Promise<void> {
    if (this.#settings === null) return;
    const nowEpochSeconds = Math.floor(Date.now() / 1000);
    this.#options.data = await withDemoAccessToken(this.#options.data, this.#settings, nowEpochSeconds);
  }

  #greet(): void {
    if (this.#database !== null) {
      process.stdout.write(greeting(this.#database.endpoint, this.#httpPort()));
    }
  }
}
