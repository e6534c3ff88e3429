/** The attacks that are simulated: which guess comes when, for which name, and from where. */
import type { Guess } from './limits.ts';

/** What API Gateway lets through by default: `requestsPerSecond` in `serverless.yml`. */
export const requestsPerSecond = 50;

/** The guess with this ordinal, and whether all 50 of a second come at once. */
export interface Attack {
  readonly title: string;
  readonly inBursts: boolean;
  guess(ordinal: number): Guess;
}

const second = (ordinal: number) => Math.floor(ordinal / requestsPerSecond);
const anywhere = (ordinal: number) => `network ${ordinal % 10_000}`;
const wrongAt = (name: string, ordinal: number) => ({ name, network: anywhere(ordinal), isRight: false });

/** What has been thought of, each at the rate that API Gateway lets through by default. */
export const attacks: readonly Attack[] = [
  { title: 'one name', inBursts: false, guess: ordinal => wrongAt('one', ordinal) },
  {
    title: 'one address, a new name each time',
    inBursts: false,
    guess: ordinal => ({ name: `name ${ordinal}`, network: 'one', isRight: false }),
  },
  {
    title: 'right passwords for an account of their own',
    inBursts: false,
    guess: ordinal => ({ ...wrongAt('own', ordinal), isRight: true }),
  },
  {
    title: 'the same, from one address',
    inBursts: false,
    guess: () => ({ name: 'own', network: 'one', isRight: true }),
  },
  {
    title: 'the same, 50 at once each second',
    inBursts: true,
    guess: ordinal => ({ ...wrongAt('own', ordinal), isRight: true }),
  },
  {
    title: 'the same, with 60 accounts of their own',
    inBursts: true,
    guess: ordinal => ({ ...wrongAt(`own ${second(ordinal) % 60}`, ordinal), isRight: true }),
  },
  {
    title: 'changes of the password of an account of their own',
    inBursts: false,
    guess: ordinal => ({ ...wrongAt('own', ordinal), isRight: true, changesPassword: true }),
  },
  {
    title: 'the same, with 60 accounts of their own',
    inBursts: true,
    guess: ordinal => ({
      ...wrongAt(`own ${second(ordinal) % 60}`, ordinal),
      isRight: true,
      changesPassword: true,
    }),
  },
  {
    title: 'a new name each second, evenly',
    inBursts: false,
    guess: ordinal => wrongAt(`name ${second(ordinal)}`, ordinal),
  },
  {
    title: 'a new name each second, 50 at once',
    inBursts: true,
    guess: ordinal => wrongAt(`name ${second(ordinal)}`, ordinal),
  },
  // As many waits as there can be, and all other guesses compared: the worst that we know.
  {
    title: 'each minute 50 at once for an account of their own, else a new name each time',
    inBursts: true,
    guess: ordinal =>
      second(ordinal) % 60 === 0
        ? { ...wrongAt('own', ordinal), isRight: true }
        : wrongAt(`name ${ordinal}`, ordinal),
  },
];
