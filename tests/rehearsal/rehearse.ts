/**
 * `npm run test:deploy`: the life of a stack, from the first deploy to one after its removal, on an emulated AWS that
 * checks signatures and policies. Each line says what was seen. What the emulator does not carry has a line of its own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countAlarms } from './alarms.ts';
import { deployChange, deployUnchanged, goTo, refuseRollback, rollBack } from './change-and-rollback.ts';
import { checkedActions } from './checked-actions.ts';
import { alarmTopic } from './commands.ts';
import { tryTrustPolicy } from './deploy-role.ts';
import { signIn } from './deployed-api.ts';
import { type EmulatedAws, stage, startEmulatedAws } from './emulated-aws.ts';
import { deployAfterFailure, failHalfWay } from './half-way.ts';
import { corrections, notRehearsed } from './limits.ts';
import { lintTemplate } from './lint-template.ts';
import { smokeTest, useUsersCommands } from './operator-commands.ts';
import { deployAgain, remove } from './remove-and-return.ts';
import { createReport, type Report, StepFailed } from './report.ts';
import { deployRoleName, deployWithout, makeRoles, usedByDeploy, usedByFunction } from './roles.ts';
import { signInThroughApi } from './sign-in-steps.ts';
import { compareStackRole } from './stack-role.ts';

async function rehearse(aws: EmulatedAws, { step }: Report, folder: string): Promise<void> {
  const deployer = await makeRoles(aws);
  await step('the trust policy of the deploy role', () => tryTrustPolicy(aws, deployRoleName));
  await step('cfn-lint of the packaged template', () => lintTemplate(aws, deployer, folder));
  await step('a first deploy that fails half-way', () => failHalfWay(aws, deployer));
  await step('the deploy after it', () => deployAfterFailure(aws, deployer));
  await step('signing in', () => signInThroughApi(aws));
  await step('the smoke test', () => smokeTest(aws, deployer));
  await step('npm run users', () => useUsersCommands(aws));
  await step('alarms', () => countAlarms(aws, alarmTopic));
  await step('a deploy without a change', () => deployUnchanged(aws, deployer));
  await step('a deploy with a changed setting', () => deployChange(aws, deployer));
  await step('rolling back', () => rollBack(aws, deployer));
  await step('the same change once more', () => deployChange(aws, deployer));
  await step('going to a version of the list', () => goTo(aws, deployer));
  await step('a rollback after a deploy without a change', () => refuseRollback(aws, deployer));
  await step('what the deploys called', () => usedByDeploy(aws, deployer));
  await step('what the function called', () => usedByFunction(aws, deployer));
  const templateFile = join(folder, 'cloudformation-template-update-stack.json');
  await step('the stack role', () => compareStackRole(aws, deployer, templateFile));
  await step('a deploy role that lacks an action', () => deployWithout(aws, 's3:PutObject'));
  const sessionToken = await signIn(aws);
  await step('removing the stack', () => remove(aws));
  await step('the deploy after the removal', () => deployAgain(aws, deployer, sessionToken));
}

// The listeners of `exit` end the emulator and remove the package.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const report = createReport(text => process.stdout.write(text));
const folder = mkdtempSync(join(tmpdir(), 'signin-rehearsal-'));
process.once('exit', () => rmSync(folder, { recursive: true }));
const aws = await startEmulatedAws();
try {
  for (const correction of corrections) report.corrected(correction);
  await rehearse(aws, report, folder);
  for (const what of notRehearsed) report.notRehearsed(what);
} catch (error) {
  // The report has said it.
  for (const { action, resource } of checkedActions(aws).filter(({ allowed }) => !allowed)) {
    process.stdout.write(`denied by policies: ${action} on ${resource}\n`);
  }
  if (!(error instanceof StepFailed)) throw error;
  process.exitCode = 1;
} finally {
  // A rollback outside must not go to a version of the rehearsal.
  rmSync(`.previous-version/${stage}`, { force: true });
  await aws.stop();
}
