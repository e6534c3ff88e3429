/** The options that the scripts of this folder read. Others are for the framework. */
import { parseArgs } from 'node:util';
import { defaultRegion } from '../cli/connection/connect-stage.ts';
import { RefusedDeployment } from './refused-deployment.ts';

/** What was typed. */
export interface StageOptions {
  readonly stage: string;
  readonly region: string;
  /** Which version to roll back to, in milliseconds since 1970. */
  readonly timestamp?: string;
}

/**
 * Reads `--stage`, `--region` and `--timestamp` (`-s`, `-r`, `-t` as the framework has them).
 * @throws {RefusedDeployment} without a stage
 */
export function stageOptions(args: readonly string[]): StageOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      stage: { type: 'string', short: 's' },
      region: { type: 'string', short: 'r', default: defaultRegion },
      timestamp: { type: 'string', short: 't' },
    },
    strict: false,
    allowPositionals: true,
  });
  const { stage, region, timestamp } = values;
  if (typeof stage !== 'string') {
    throw new RefusedDeployment('Say which stage: --stage staging');
  }
  return {
    stage,
    region: typeof region === 'string' ? region : defaultRegion,
    ...(typeof timestamp === 'string' ? { timestamp } : {}),
  };
}
