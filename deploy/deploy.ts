/**
 * `npm run deploy -- --stage staging`: deploys a stage, and remembers which version was there before, for
 * `npm run rollback`. All options go to `serverless deploy`.
 */
import { deployedVersion } from './deployed-version.ts';
import { endWithFailure } from './end-with-failure.ts';
import { rememberPreviousVersion } from './previous-version.ts';
import { runServerless } from './run-serverless.ts';
import { stageOptions } from './stage-options.ts';

try {
  const options = process.argv.slice(2);
  const { stage, region } = stageOptions(options);
  const previous = await deployedVersion(stage, region);
  process.exitCode = await runServerless(['deploy', ...options]);
  if (process.exitCode === 0) rememberPreviousVersion(stage, previous);
} catch (error) {
  endWithFailure(error);
}
