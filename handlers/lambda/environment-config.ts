/**
 * The settings of the SDK, from the environment. In the bundle this stands in the place of `@smithy/core/config` (`alias` in
 * `serverless.yml`), which also looks for each setting in two files of a home folder. A Lambda has none, and looking took 4
 * to 5 % of a cold start. The CLI and the deployment keep it.
 */
import type {
  loadConfig as loadFromAnywhere,
  resolveDefaultsModeConfig as resolveFromAnywhere,
} from '@smithy/core/config';

// biome-ignore-start lint/performance/noBarrelFile lint/performance/noReExportAll: this replaces a module, all other exports of which stay
// @ts-expect-error: the path of a file has no types. The package's name would be replaced by this file.
export * from '../../node_modules/@smithy/core/dist-es/submodules/config/index.js';
// biome-ignore-end lint/performance/noBarrelFile lint/performance/noReExportAll: as above

/** Finds one setting: in the environment, or else its default. As the SDK does, it ignores what it cannot read. */
export const loadConfig: typeof loadFromAnywhere =
  ({ environmentVariableSelector, default: fallback }, options = {}) =>
  async () => {
    const inEnvironment = () => {
      try {
        // biome-ignore lint/style/noProcessEnv: these are the SDK's settings; ours are read in lib/settings
        return environmentVariableSelector(process.env, options);
      } catch {
        return undefined;
      }
    };
    return inEnvironment() ?? (fallback instanceof Function ? fallback() : fallback);
  };

/** The SDK's default. `AWS_DEFAULTS_MODE` is ignored: other modes would set time-outs, and our calls are given theirs. */
export const resolveDefaultsModeConfig: typeof resolveFromAnywhere = () => async () => 'legacy';
