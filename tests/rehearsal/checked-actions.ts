/** Which actions the emulator has checked against policies, by the keys of the caller. */
import type { EmulatedAws, Keys } from './emulated-aws.ts';

/** An action on a resource, as IAM names them. */
export interface CheckedAction {
  readonly accessKeyId: string;
  readonly allowed: boolean;
  readonly action: string;
  readonly resource: string;
}

/** All checks so far. */
export function checkedActions({ ministack }: EmulatedAws): CheckedAction[] {
  const lines = ministack.log().matchAll(/^CHECKED (\S+) (allowed|denied) (\S+) (.*)$/gm);
  return [...lines].map(([, accessKeyId = '', verdict, action = '', resource = '']) => ({
    accessKeyId,
    allowed: verdict === 'allowed',
    action,
    resource,
  }));
}

/** The names of actions, each once, in the order of the alphabet. */
export const actionNames = (checks: readonly CheckedAction[]): string[] =>
  [...new Set(checks.map(({ action }) => action))].toSorted();

/** The checks of calls with these keys. */
export const checksOf = (aws: EmulatedAws, keys: Keys): CheckedAction[] =>
  checkedActions(aws).filter(({ accessKeyId }) => accessKeyId === keys.accessKeyId);
