/**
 * `npm run rollback -- --stage staging`: brings back the version that was there before the last `npm run deploy` in this
 * folder, or the one of `--timestamp`. Code, settings and resources go back; the data in the tables stays.
 */
import { endWithFailure } from './end-with-failure.ts';
import { previousVersion } from './previous-version.ts';
import { RefusedDeployment } from './refused-deployment.ts';
import { runServerless } from './run-serverless.ts';
import { stageOptions } from './stage-options.ts';

try {
  const options = process.argv.slice(2);
  const { stage, timestamp } = stageOptions(options);
  const version = timestamp ?? previousVersion(stage);
  if (version === null) {
    throw new RefusedDeployment(
      `There is no version to go back to: the last deployment of ${stage} from this folder was the first one, or is not known. To see all: npx serverless deploy list --stage ${stage}`,
    );
  }
  const chosen = timestamp === undefined ? ['--timestamp', version] : [];
  process.exitCode = await runServerless(['rollback', ...options, ...chosen]);
} catch (error) {
  endWithFailure(error);
}
