import { afterEach, expect, it } from 'vitest';
import { previousVersionOf } from '../../deploy/previous-version.ts';

// Runs of the tests can go side by side.
const of = (stage: string) => previousVersionOf(`${stage}.of.a.test.${process.pid}`);
const [one, other] = [of('one'), of('other')];
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
