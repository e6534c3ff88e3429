/**
 * Makes `serverless offline start` (`npm start`) and `serverless invoke local` work on a laptop without an AWS account:
 * starts the embedded DynamoDB, adds the demo users and the demo session, and gives the function its settings. It does
 * nothing in `package` and `deploy`.
 */
import type { Settings } from '../lib/settings/parse-settings.ts';
import { checkDatabaseFolder } from './database-folder.ts';
import { withDemoAccessToken } from './demo-data/demo-access-token.ts';
import { seedDemoSession } from './demo-data/demo-session.ts';
import { seedDemoUsers } from './demo-data/demo-users.ts';
import { type EmbeddedDatabase, type Resources, startDatabase } from './embedded-dynamodb.ts';
import { exitWithSentence } from './exit-with-sentence.ts';
import { checkFrameworkFolders } from './framework-folders.ts';
import type { Service } from './http-api/api-configuration.ts';
import { loadAsCommonJs } from './http-api/load-as-common-js.ts';
import { returnMemory } from './http-api/return-memory.ts';
import { startHttpApi } from './http-api/start-http-api.ts';
import { greeting } from './npm-start/greeting.ts';
import { isolateFromAws, localAwsVariables } from './npm-start/isolate-from-aws.ts';
import { describeLaptop } from './npm-start/laptop-table.ts';
import { checkSettings, localSettings } from './npm-start/local-environment.ts';
import { defaultDatabasePort, defaultHttpPort, freePort, parsePort } from './npm-start/ports.ts';
import { waitForEnd } from './npm-start/wait-for-end.ts';

/** The part of the framework that is used here. */
interface Serverless {
  readonly serviceDir: string;
  readonly processedInput: { readonly commands: readonly string[] };
  readonly service: Service & { readonly resources: { readonly Resources: Resources } };
}

interface Options {
  readonly httpPort?: unknown;
  readonly stage?: string;
  /** The event of `invoke local`, once the framework has read it. */
  data?: unknown;
}

/** The commands that run the function on this machine. */
const localCommands = ['offline start', 'invoke local'];

export default class ServerlessPlugin {
  readonly commands = {
    offline: {
      usage: 'The API on this machine',
      commands: {
        start: {
          usage: 'Serves the API and an embedded DynamoDB on this machine',
          lifecycleEvents: ['serve'],
          options: { httpPort: { usage: `Port of the API (default: ${defaultHttpPort})`, type: 'string' } },
        },
      },
    },
  };
  readonly hooks: Readonly<Record<string, () => Promise<void>>>;
  readonly #serverless: Serverless;
  readonly #options: Options;
  #settings: Settings | null = null;

  constructor(serverless: Serverless, options: Options) {
    this.#serverless = serverless;
    this.#options = options;
    const command = serverless.processedInput.commands.join(' ');
    checkFrameworkFolders(serverless.serviceDir, command);
    // Before the framework or an SDK looks at the settings of AWS.
    if (localCommands.includes(command)) {
      isolateFromAws();
      loadAsCommonJs(serverless.service);
    }
    this.hooks = {
      'offline:start:serve': () => this.#serve(),
      // The framework's own first step of `invoke local` asks AWS for the value of `!Ref JwtSecret`; this comes first.
      initialize: async () => {
        if (command === 'invoke local') await this.#startDatabase(0);
      },
      'before:invoke:local:invoke': () => this.#fillInAccessToken(),
    };
  }

  async #serve(): Promise<void> {
    const httpPort = parsePort(this.#options.httpPort, defaultHttpPort, '--httpPort');
    const databasePort = parsePort(process.env['DYNAMODB_PORT'], defaultDatabasePort, 'DYNAMODB_PORT');
    if ((await freePort(httpPort)) === null) {
      exitWithSentence(
        `Port ${httpPort} is taken; stop what listens there, or choose another: npm start -- --httpPort 3100`,
      );
    }
    if ((await freePort(databasePort)) === null) {
      exitWithSentence(
        `Port ${databasePort} is taken; stop what listens there, or choose another: DYNAMODB_PORT=8100 npm start`,
      );
    }
    const ended = waitForEnd();
    const database = await this.#startDatabase(databasePort);
    const { service, serviceDir } = this.#serverless;
    const environment = { ...service.provider.environment, ...localAwsVariables() };
    const laptop = await startHttpApi(serviceDir, service, environment, httpPort);
    returnMemory();
    process.stdout.write(greeting({ databasePort, httpPort }, Boolean(process.env['DYNAMODB_FOLDER'])));
    await ended;
    await laptop.end();
    await database.stop();
    process.exit(0);
  }

  async #startDatabase(port: number): Promise<EmbeddedDatabase> {
    const { provider, resources } = this.#serverless.service;
    provider.environment = localSettings(provider.environment);
    const settings = checkSettings(provider.environment, this.#options.stage);
    const folder = process.env['DYNAMODB_FOLDER'] || undefined;
    if (folder !== undefined) await checkDatabaseFolder(folder);
    const database = await startDatabase(resources.Resources, {
      port,
      ...(folder === undefined ? {} : { folder }),
    });
    const { endpoint } = database;
    Object.assign(process.env, { AWS_ENDPOINT_URL_DYNAMODB: endpoint, AWS_REGION: provider.region });
    // `invoke local` runs the function in this process, where a shell's secret of a deployment must not reach it.
    delete process.env['JWT_SECRET_ARN'];
    await seedDemoUsers(endpoint, settings.usersTable, settings.bcryptCost);
    await seedDemoSession(endpoint, settings.sessionsTable, settings.session);
    await describeLaptop(endpoint, settings);
    this.#settings = settings;
    return database;
  }

  async #fillInAccessToken(): Promise<void> {
    if (this.#settings === null) return;
    const nowEpochSeconds = Math.floor(Date.now() / 1000);
    this.#options.data = await withDemoAccessToken(this.#options.data, this.#settings, nowEpochSeconds);
  }
}
