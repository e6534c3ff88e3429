/**
 * Checks stage and settings before `serverless` makes anything on AWS, lets `deploy` take back the tables that a removed
 * stack has left behind, and remembers which version it replaced. The laptop's commands have a plugin of their own.
 */
import { checkParams } from './check-params.ts';
import { checkSettings } from './check-settings.ts';
import { checkStage } from './check-stage.ts';
import { compressPackage } from './compress-package.ts';
import { type DeployingPlugin, importKeptResources } from './import-kept-resources.ts';
import { previousVersionOf } from './previous-version.ts';
import { RefusedDeployment } from './refused-deployment.ts';
import { followVersionChange } from './version-change.ts';
import { versionsOf } from './versions.ts';

/** The part of the framework that is used here. */
interface Serverless {
  readonly processedInput: { readonly commands: readonly string[] };
  readonly configurationInput: {
    readonly params: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;
  };
  readonly service: {
    readonly package: { readonly artifact?: string };
    readonly provider: {
      readonly stage: string;
      readonly region: string;
      readonly environment: Readonly<Record<string, unknown>>;
    };
  };
  readonly pluginManager: { readonly plugins: readonly DeployingPlugin[] };
}

interface Options {
  readonly stage?: string;
  /** Each `--param name=value` of the command line. */
  readonly param?: readonly string[];
  /** Deploys also if nothing has changed. */
  force?: boolean;
}

/** The commands that make a deployment or look at one. */
const commandsOfAStage = [
  'package',
  'deploy',
  'deploy function',
  'deploy list',
  'deploy list functions',
  'info',
  'invoke',
  'logs',
  'metrics',
  'prune',
  'remove',
  'rollback',
  'rollback function',
];

/** The framework finds a plugin by this. */
export default class DeployPlugin {
  readonly hooks: Readonly<Record<string, () => void | Promise<void>>>;

  constructor(serverless: Serverless, options: Options) {
    const command = serverless.processedInput.commands.join(' ');
    const checks = {
      initialize: () => check(serverless, options, command),
      // serverless-esbuild has written it, and the framework has not yet looked at its hash.
      'before:package:compileFunctions': () => compressPackage(serverless.service.package.artifact),
    };
    if (command === 'deploy') this.hooks = { ...checks, ...hooksOfDeployment(serverless, options) };
    else this.hooks = commandsOfAStage.includes(command) ? checks : {};
  }
}

function hooksOfDeployment({ service, pluginManager }: Serverless, options: Options) {
  const { stage: defaultStage, region } = service.provider;
  const stage = options.stage ?? defaultStage;
  const change = followVersionChange(versionsOf(stage, region), previousVersionOf(stage));
  return {
    async 'before:deploy:deploy'() {
      importKeptResources(pluginManager.plugins);
      if ((await change.begin()).mustNotSkip) options.force = true;
    },
    'after:deploy:deploy': () => change.end(),
  };
}

function check({ configurationInput, service }: Serverless, options: Options, command: string): void {
  const { provider } = service;
  const stage = options.stage ?? provider.stage;
  try {
    checkStage(stage, Object.keys(configurationInput.params), command);
    if (command !== 'package' && command !== 'deploy') return;
    checkParams(configurationInput.params, options.param ?? [], stage, provider.region);
    checkSettings(provider.environment, Date.now());
  } catch (error) {
    if (!(error instanceof RefusedDeployment)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
