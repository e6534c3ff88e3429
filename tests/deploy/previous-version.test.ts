import { afterEach, expect, it } from 'vitest';
import { previousVersionOf } from '../../deploy/previous-version.ts';
import { runServerless } from '../support/serverless-command.ts';

const [one, other] = [previousVersionOf('one.of.a.test'), previousVersionOf('other.of.a.test')];
afterEach(() => {
  one.forget();
  other.forget();
});

it('the version before is remembered for each stage, until it is forgotten', () => {
  one.remember('7');
  other.remember('8');
  expect([one.read(), other.read()]).toEqual(['7', '8']);
  one.forget();
  expect([one.read(), other.read()]).toEqual([null, '8']);
});

it('packaging does not forget it: whoever looks into the package can still roll back', async () => {
  one.remember('7');
  await runServerless(['package', '--stage', 'staging']);
  expect(one.read()).toBe('7');
});
