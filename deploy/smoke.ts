/**
 * `npm run smoke -- URL --stage staging`: whether a deployed API lets a user in and keeps others out. It adds a user for
 * as long as it takes. Without `--stage` it asks the API of `npm start`.
 */
import { parseArgs } from 'node:util';
import { connectLaptop } from '../cli/connection/connect-laptop.ts';
import { connectStage, defaultRegion } from '../cli/connection/connect-stage.ts';
import { defaultHttpPort } from '../dev/npm-start/ports.ts';
import { apiUrl } from './api-url.ts';
import { endWithFailure } from './end-with-failure.ts';
import { RefusedDeployment } from './refused-deployment.ts';
import { smokeTest } from './smoke-test.ts';

const options = {
  stage: { type: 'string', short: 's' },
  region: { type: 'string', short: 'r', default: defaultRegion },
} as const;

function typed() {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch {
    throw new RefusedDeployment(
      'Use it as: npm run smoke -- [URL] [--stage staging] [--region eu-central-1]',
    );
  }
}

try {
  const { values, positionals } = typed();
  const { stage, region } = values;
  const isRemote =
    positionals[0] !== undefined && !/^http:\/\/(localhost|127\.0\.0\.1|\[::1\])/.test(positionals[0]);
  if (stage === undefined && isRemote) {
    throw new RefusedDeployment(`Say whose users table is behind ${positionals[0]}: --stage staging`);
  }
  const connection = stage === undefined ? await connectLaptop() : await connectStage(stage, region);
  const laptop = `http://localhost:${defaultHttpPort}`;
  const url = positionals[0] ?? (stage === undefined ? laptop : await apiUrl(stage, region));
  const failures = await smokeTest(connection, url, line => process.stdout.write(`${line}\n`));
  if (failures > 0) throw new RefusedDeployment(`The smoke test of ${url} failed.`);
} catch (error) {
  endWithFailure(error);
}
