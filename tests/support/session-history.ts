/** What can happen to users and their sessions, and random histories made of it. */
import fc from 'fast-check';
import type { ModelUser } from './session-model.ts';

/**
 * A step of a history. `back` counts from the latest token or session, and starts again after the first one; -1 means
 * none.
 */
export type Step =
  | {
      readonly step: 'sign in';
      readonly user: number;
      readonly right: boolean;
      readonly stays: boolean;
      readonly label: string;
    }
  | { readonly step: 'redeem'; readonly back: number; readonly label: string | null }
  | { readonly step: 'list'; readonly back: number; readonly limit: number }
  | { readonly step: 'end one'; readonly back: number; readonly session: number }
  | { readonly step: 'end all'; readonly back: number }
  | { readonly step: 'sign out'; readonly back: number }
  | {
      readonly step: 'change the password';
      /** On the route for users who have to. */
      readonly onlyIfRequired: boolean;
      readonly user: number;
      readonly right: boolean;
      readonly to: number;
      readonly stays: boolean;
      readonly label: string;
    }
  | { readonly step: 'operate'; readonly user: number; readonly change: OperatorsChange }
  | { readonly step: 'remove or add again'; readonly user: number }
  | { readonly step: 'let time pass'; readonly ms: number }
  | { readonly step: 'go to where a session expires'; readonly back: number; readonly offByMs: number };

/** What the operator writes into a user's item. */
export type OperatorsChange = Partial<Pick<ModelUser, 'activated' | 'mustChangePassword'>>;

/** The passwords that a user can have. A new user has the first one. */
export const passwords = ['Password1234!', 'a better password', 'the best password'] as const;

/** How many users there are. */
export const userCount = 3;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Plain objects: a counterexample is easier to read. */
const plain = { noNullPrototype: true } as const;

/** The first user most of the time, so that one user has several sessions. */
const user = fc.oneof(fc.constant(0), fc.nat({ max: userCount - 1 }));
const label = fc.constantFrom('Firefox', 'Chrome', '📱');
const mostly = fc.oneof(
  { weight: 7, arbitrary: fc.constant(true) },
  { weight: 1, arbitrary: fc.constant(false) },
);
const right = mostly;
const stays = mostly;
const back = fc.oneof(
  { weight: 6, arbitrary: fc.nat({ max: 2 }) },
  { weight: 3, arbitrary: fc.nat({ max: 12 }) },
  { weight: 1, arbitrary: fc.constant(-1) },
);

const signIn = fc.record({ step: fc.constant('sign in' as const), user, right, stays, label }, plain);
const redeem = fc.record(
  { step: fc.constant('redeem' as const), back, label: fc.option(label, { freq: 1 }) },
  plain,
);
const list = fc.record(
  { step: fc.constant('list' as const), back, limit: fc.integer({ min: 1, max: 3 }) },
  plain,
);
const endOne = fc.record({ step: fc.constant('end one' as const), back, session: back }, plain);
const endAll = fc.record({ step: fc.constant('end all' as const), back }, plain);
const signOut = fc.record({ step: fc.constant('sign out' as const), back }, plain);
const changePassword = fc.record(
  {
    step: fc.constant('change the password' as const),
    onlyIfRequired: fc.boolean(),
    user,
    right,
    to: fc.nat({ max: passwords.length - 1 }),
    stays,
    label,
  },
  plain,
);
const operate = fc.record(
  {
    step: fc.constant('operate' as const),
    user,
    change: fc.constantFrom<OperatorsChange>(
      { mustChangePassword: true },
      { mustChangePassword: true },
      { mustChangePassword: false },
      { activated: false },
      { activated: true },
      { activated: true, mustChangePassword: false },
    ),
  },
  plain,
);
const removeOrAdd = fc.record({ step: fc.constant('remove or add again' as const), user }, plain);
const letTimePass = fc.record(
  {
    step: fc.constant('let time pass' as const),
    ms: fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: 1, max: 6000 }) },
      { weight: 4, arbitrary: fc.integer({ min: 1, max: hourMs }) },
      { weight: 2, arbitrary: fc.integer({ min: 1, max: 13 * dayMs }) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 31 * dayMs }) },
      { weight: 3, arbitrary: fc.constantFrom(hourMs - 1, hourMs, 13 * dayMs, 14 * dayMs - 1, 14 * dayMs) },
    ),
  },
  plain,
);
const goToExpiry = fc.record(
  {
    step: fc.constant('go to where a session expires' as const),
    back,
    offByMs: fc.constantFrom(-hourMs, -1, 0),
  },
  plain,
);

/** The operator asks for a change of password, and the user makes it. */
const changeAsTold = changePassword.map((change): Step[] => [
  { step: 'operate', user: change.user, change: { activated: true, mustChangePassword: true } },
  change,
]);

const removeAndAdd = removeOrAdd.map((removal): Step[] => [removal, removal]);

const oneByOne: fc.WeightedArbitrary<Step>[] = [
  { weight: 9, arbitrary: signIn },
  { weight: 6, arbitrary: redeem },
  { weight: 4, arbitrary: list },
  { weight: 4, arbitrary: endOne },
  { weight: 1, arbitrary: endAll },
  { weight: 2, arbitrary: signOut },
  { weight: 2, arbitrary: changePassword },
  { weight: 3, arbitrary: operate },
  { weight: 1, arbitrary: removeOrAdd },
  { weight: 5, arbitrary: letTimePass },
  { weight: 2, arbitrary: goToExpiry },
];

/** Histories of about forty steps at most. */
export const histories: fc.Arbitrary<Step[]> = fc
  .array(
    fc.oneof(
      { weight: 14, arbitrary: fc.oneof(...oneByOne).map(step => [step]) },
      { weight: 1, arbitrary: changeAsTold },
      { weight: 1, arbitrary: removeAndAdd },
    ),
    { maxLength: 40, size: 'max' },
  )
  .map(parts => parts.flat());
