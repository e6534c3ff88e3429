import { describe, expect, it } from 'vitest';
import { runServerless } from '../support/serverless-command.ts';

describe('the commands of a deployment', () => {
  it.each([
    [['deploy'], /^Say which stage: npx serverless deploy --stage staging\./m],
    [['remove', '--stage', 'stagign'], /^There is no stage "stagign", only staging and production\./m],
    [
      ['package', '--stage', 'staging', '--param=bcryptCost=9'],
      /^Not deployed: bcryptCost has to be a whole number from 10 to 15\.$/m,
    ],
    [
      ['deploy', '--stage', 'production', '--param=bcryptcost=13'],
      /^Not deployed: there is no param bcryptcost;/m,
    ],
  ])('`serverless %s` ends with one sentence before anything is made', async (args, sentence) => {
    const { exitCode, stderr } = await runServerless(args);
    expect(stderr).toMatch(sentence);
    expect(exitCode).toBe(1);
  });
});
