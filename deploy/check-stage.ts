/** Which stages there are. A misspelt one would get tables of its own, which outlive their stack. */
import { RefusedDeployment } from './refused-deployment.ts';

/** The stage of the laptop. It allows browser origins on `localhost`, so it is never deployed. */
const laptopStage = 'dev';

/**
 * Lets a command go on for a declared stage that can be deployed.
 * @param declared the keys of `params` in serverless.yml
 * @throws {RefusedDeployment} for the laptop's stage, which is the one without `--stage`, and for any that is not declared
 */
export function checkStage(stage: string, declared: readonly string[], command: string): void {
  const deployable = declared.filter(name => name !== 'default' && name !== laptopStage);
  if (stage === laptopStage) {
    throw new RefusedDeployment(
      `Say which stage: npx serverless ${command} --stage ${deployable[0] ?? 'staging'}. The stage ${laptopStage} is the laptop's.`,
    );
  }
  if (!deployable.includes(stage)) {
    throw new RefusedDeployment(
      `There is no stage ${JSON.stringify(stage)}, only ${deployable.join(' and ')}. To add one, write "${stage}: {}" under params in serverless.yml.`,
    );
  }
  if (command === 'deploy function') {
    throw new RefusedDeployment(
      `\`deploy function\` is not offered, since a rollback would not know of it. Use: npm run deploy -- --stage ${stage}`,
    );
  }
}
