import { describe, expect, it } from 'vitest';
import { checkStage } from '../../deploy/check-stage.ts';

const declared = ['default', 'dev', 'staging', 'production'];

describe('the check of a stage', () => {
  it('lets a declared stage pass', () => {
    expect(() => checkStage('production', declared, 'deploy')).not.toThrow();
  });

  it("refuses the laptop's stage, and says how to name another", () => {
    expect(() => checkStage('dev', declared, 'deploy')).toThrow(
      "Say which stage: npx serverless deploy --stage staging. The stage dev is the laptop's.",
    );
  });

  it.each(['stagign', 'Staging', 'default', '', '__proto__'])('refuses %j, which is not declared', stage => {
    expect(() => checkStage(stage, declared, 'remove')).toThrow(/only staging and production/);
  });

  it('refuses `deploy function`, and says why', () => {
    expect(() => checkStage('staging', declared, 'deploy function')).toThrow(
      /a rollback would not know of it/,
    );
  });
});
