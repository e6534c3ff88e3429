/**
 * `npm run rollback -- --stage staging`: brings back the version that the last deployment from this folder replaced, or
 * the one of `--timestamp`. Code, settings and resources go back; the data in the tables stays.
 */
import { endWithFailure } from './end-with-failure.ts';
import { previousVersionOf } from './previous-version.ts';
import { RefusedDeployment } from './refused-deployment.ts';
import { runServerless } from './run-serverless.ts';
import { stageOptions } from './stage-options.ts';
import { versionsOf } from './versions.ts';

try {
  const options = process.argv.slice(2);
  const { stage, region, timestamp } = stageOptions(options);
  const version = timestamp ?? previousVersionOf(stage).read();
  const list = `npx serverless deploy list --stage ${stage}`;
  if (version === null) {
    throw new RefusedDeployment(
      `There is nothing to go back to: the last deployment of ${stage} from this folder was the first one, failed, changed nothing, or was made elsewhere. To see all versions: ${list}`,
    );
  }
  if ((await versionsOf(stage, region).deployed()) === version) {
    throw new RefusedDeployment(
      `The version ${version} of ${stage} runs already. To see all versions: ${list}`,
    );
  }
  const chosen = timestamp === undefined ? ['--timestamp', version] : [];
  process.exitCode = await runServerless(['rollback', ...options, ...chosen]);
} catch (error) {
  endWithFailure(error);
}
