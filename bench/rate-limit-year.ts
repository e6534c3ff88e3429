/**
 * A year of the rate limit on one account, in virtual time: how many guesses somebody has who never stops, and how long
 * owners wait who mistype. It is seeded, so it gives the same figures each time. Start it with `npm run bench:year`.
 */
import {
  type AccountPolicy,
  accountForgivenEveryMs,
  devicePolicyOf,
  nextSlotAt,
  type Standing,
} from '../lib/rate-limit/account-backoff.ts';
import { seededRandom } from './seeded-random.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const yearMs = 365 * dayMs;

const accountPolicy: AccountPolicy = {
  freeAttempts: 5,
  maxAttempts: 100,
  forgivenEveryMs: accountForgivenEveryMs,
};

const nothing: Standing = { forgivenAtEpochMs: 0, latestAttemptAtEpochMs: 0 };

/** What stands after one more failure. A success changes nothing. */
const afterFailure = (standing: Standing, at: number, { forgivenEveryMs }: AccountPolicy): Standing => ({
  forgivenAtEpochMs: Math.max(standing.forgivenAtEpochMs, at) + forgivenEveryMs,
  latestAttemptAtEpochMs: at,
});

/** The guesses of somebody who makes each as soon as it is admitted. */
function guessesWithin(durationMs: number, policy: AccountPolicy): number {
  let standing = nothing;
  let guesses = 0;
  for (let now = 0; ; ) {
    now = Math.max(now, nextSlotAt(standing, policy));
    if (now >= durationMs) return guesses;
    standing = afterFailure(standing, now, policy);
    guesses += 1;
  }
}

/** A time of an owner's day, and how often they mistype before they get it right. */
interface SignIn {
  readonly at: number;
  readonly mistakes: number;
}

/** The waits of an owner, in seconds, who types again after four seconds, or as soon as they may. */
function waitsOf(signIns: readonly SignIn[], policy: AccountPolicy): number[] {
  let standing = nothing;
  const waits: number[] = [];
  let now = 0;
  for (const { at, mistakes } of signIns.toSorted((one, other) => one.at - other.at)) {
    now = Math.max(now, at);
    for (let typed = 0; typed <= mistakes; typed++) {
      const waitMs = Math.max(0, nextSlotAt(standing, policy) - now);
      waits.push(waitMs / 1000);
      now += waitMs;
      if (typed < mistakes) standing = afterFailure(standing, now, policy);
      now += 4000;
    }
  }
  return waits;
}

const days = (
  signInsOf: (random: () => number) => { readonly hour: number; readonly mistakes: number }[],
) => {
  const random = seededRandom(14);
  return Array.from({ length: 365 }, (_, day) =>
    signInsOf(random).map(({ hour, mistakes }) => ({ at: day * dayMs + hour * hourMs, mistakes })),
  ).flat();
};

const owners: Record<string, readonly SignIn[]> = {
  'mistypes twice a day, at any times': days(random =>
    [random(), random()].map(moment => ({ hour: 24 * moment, mistakes: 1 })),
  ),
  'mistypes twice in a row each day': days(random => [{ hour: 24 * random(), mistakes: 2 }]),
  'signs in eight times a day, each with one mistake, within four hours': days(random =>
    Array.from({ length: 8 }, () => ({ hour: 9 + 4 * random(), mistakes: 1 })),
  ),
  'mistypes seven times in a row each Monday': days(random => [{ hour: 24 * random(), mistakes: 0 }]).map(
    (signIn, day) => (day % 7 === 0 ? { ...signIn, mistakes: 7 } : signIn),
  ),
};

console.log('\nGuesses of somebody who never stops');
console.table({
  'an account, first day': { guesses: guessesWithin(dayMs, accountPolicy) },
  'an account, 30 days': { guesses: guessesWithin(30 * dayMs, accountPolicy) },
  'an account, a year': { guesses: guessesWithin(yearMs, accountPolicy) },
  'a stolen device token, until it ends': {
    guesses: guessesWithin(30 * dayMs, devicePolicyOf(accountPolicy)),
  },
});

console.log('\nWaits of an owner without a device token, in a year');
console.table(
  Object.fromEntries(
    Object.entries(owners).map(([owner, signIns]) => {
      const waits = waitsOf(signIns, accountPolicy);
      return [
        owner,
        {
          'passwords typed': waits.length,
          'had to wait': waits.filter(wait => wait > 0).length,
          'longest wait in s': Math.max(...waits),
        },
      ];
    }),
  ),
);

let standing = nothing;
let stoppedAt = 0;
while (stoppedAt < 30 * dayMs) {
  standing = afterFailure(standing, stoppedAt, accountPolicy);
  stoppedAt = Math.max(stoppedAt, nextSlotAt(standing, accountPolicy));
}
const waitMs = nextSlotAt(standing, accountPolicy) - standing.latestAttemptAtEpochMs;
console.log(
  `\nAfter 30 days of guesses, the account is open again ${waitMs / minuteMs} min after the last one.`,
);
