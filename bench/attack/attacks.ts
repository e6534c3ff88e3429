/** The attacks that are simulated: which guess comes when, for which name, and from where. */
import type { Guess } from './limits.ts';

/** What API Gateway lets through by default: `requestsPerSecond` in `serverless.yml`. */
export const requestsPerSecond = 50;

/** The guess with this ordinal, and when it comes: after so many milliseconds, never before the one before it. */
export interface Attack {
  readonly title: string;
  startsAfterMs(ordinal: number): number;
  guess(ordinal: number): Guess;
}

const second = (ordinal: number) => Math.floor(ordinal / requestsPerSecond);
const evenly = (ordinal: number) => (ordinal * 1000) / requestsPerSecond;
const atOnceEachSecond = (ordinal: number) => second(ordinal) * 1000;
const secondOfHour = (ordinal: number) => second(ordinal) % 3600;
const five = (ordinal: number) => Math.floor(ordinal / 5);
const fiveAtOnce = (ordinal: number) => evenly(5 * five(ordinal));
const anywhere = (ordinal: number) => `network ${ordinal % 10_000}`;
const wrongAt = (name: string, ordinal: number) => ({ name, network: anywhere(ordinal), isRight: false });

/** What has been thought of, each at the rate that API Gateway lets through by default. */
export const attacks: readonly Attack[] = [
  { title: 'one name', startsAfterMs: evenly, guess: ordinal => wrongAt('one', ordinal) },
  {
    title: 'one address, a new name each time',
    startsAfterMs: evenly,
    guess: ordinal => ({ name: `name ${ordinal}`, network: 'one', isRight: false }),
  },
  {
    title: 'right passwords for an account of their own',
    startsAfterMs: evenly,
    guess: ordinal => ({ ...wrongAt('own', ordinal), isRight: true }),
  },
  {
    title: 'the same, from one address',
    startsAfterMs: evenly,
    guess: () => ({ name: 'own', network: 'one', isRight: true }),
  },
  {
    title: 'the same, 50 at once each second',
    startsAfterMs: atOnceEachSecond,
    guess: ordinal => ({ ...wrongAt('own', ordinal), isRight: true }),
  },
  {
    title: 'the same, with 60 accounts of their own',
    startsAfterMs: atOnceEachSecond,
    guess: ordinal => ({ ...wrongAt(`own ${second(ordinal) % 60}`, ordinal), isRight: true }),
  },
  {
    title: 'changes of the password of an account of their own',
    startsAfterMs: evenly,
    guess: ordinal => ({ ...wrongAt('own', ordinal), isRight: true, changesPassword: true }),
  },
  {
    title: 'the same, with 60 accounts of their own',
    startsAfterMs: atOnceEachSecond,
    guess: ordinal => ({
      ...wrongAt(`own ${second(ordinal) % 60}`, ordinal),
      isRight: true,
      changesPassword: true,
    }),
  },
  {
    title: 'a new name each second, evenly',
    startsAfterMs: evenly,
    guess: ordinal => wrongAt(`name ${second(ordinal)}`, ordinal),
  },
  {
    title: 'a new name each second, 50 at once',
    startsAfterMs: atOnceEachSecond,
    guess: ordinal => wrongAt(`name ${second(ordinal)}`, ordinal),
  },
  // Of five at once that find nothing counted, one gets the first slot, and the others have to try again.
  {
    title: 'a new name for each five, at once',
    startsAfterMs: fiveAtOnce,
    guess: ordinal => wrongAt(`name ${five(ordinal)}`, ordinal),
  },
  {
    title: 'right passwords for ten accounts of their own, five at once in turn',
    startsAfterMs: fiveAtOnce,
    guess: ordinal => ({ ...wrongAt(`own ${five(ordinal) % 10}`, ordinal), isRight: true }),
  },
  // No limit refuses any of them.
  {
    title: 'right passwords for ten accounts of their own, evenly in turn',
    startsAfterMs: evenly,
    guess: ordinal => ({ ...wrongAt(`own ${ordinal % 10}`, ordinal), isRight: true }),
  },
  {
    title: 'the same, each to change the password',
    startsAfterMs: evenly,
    guess: ordinal => ({
      ...wrongAt(`own ${ordinal % 10}`, ordinal),
      isRight: true,
      changesPassword: true,
    }),
  },
  // As many waits as there can be, and all other guesses compared.
  {
    title: 'each hour 50 right ones at once for an account of their own, else a new name each time',
    startsAfterMs: atOnceEachSecond,
    guess: ordinal =>
      secondOfHour(ordinal) === 0
        ? { ...wrongAt('own', ordinal), isRight: true }
        : wrongAt(`name ${ordinal}`, ordinal),
  },
  // One at a time gets in, so that most of the others wait for as long as there is.
  {
    title: 'the same, after five wrong ones for that account',
    startsAfterMs: atOnceEachSecond,
    guess: ordinal => {
      if (secondOfHour(ordinal) === 2) return { ...wrongAt('own', ordinal), isRight: true };
      const isFirstFive = secondOfHour(ordinal) === 0 && ordinal % requestsPerSecond < 5;
      return wrongAt(isFirstFive ? 'own' : `name ${ordinal}`, ordinal);
    },
  },
];
