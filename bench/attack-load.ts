/**
 * What an attack of 50 requests a second costs: functions that are held at the same time, calls to the database, and
 * dollars a day. It simulates ten minutes of each attack in virtual time, against the rate limit, against the former one,
 * and with every guess compared. Start it with `npm run bench:attack`.
 */
import { createSimulatedFunction } from './attack/calls.ts';
import { createFormerLimit } from './attack/former-limit.ts';
import { createNoLimit, createPresentLimit, type Guess } from './attack/limits.ts';
import { createVirtualTime } from './attack/virtual-time.ts';

const requestsPerSecond = 50;
const minutes = 10;
const startMs = 1_569_254_400_000;

/** List prices in us-east-1 in dollars, since November 2024: arm64, on demand, HTTP API. */
const pricePerMillion = { invocations: 0.2, apiRequests: 1, reads: 0.125, writes: 0.625 };
const pricePerGbSecond = 0.0000133334;
const functionGb = 1769 / 1024;

/** The guess with this ordinal, and whether all 50 of a second come at once. */
interface Attack {
  readonly title: string;
  readonly inBursts: boolean;
  guess(ordinal: number): Guess;
}

const second = (ordinal: number) => Math.floor(ordinal / requestsPerSecond);
const anywhere = (ordinal: number) => `network ${ordinal % 10_000}`;
const wrongAt = (name: string, ordinal: number) => ({ name, network: anywhere(ordinal), isRight: false });

const attacks: readonly Attack[] = [
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
    title: 'a new name each second, evenly',
    inBursts: false,
    guess: ordinal => wrongAt(`name ${second(ordinal)}`, ordinal),
  },
  {
    title: 'a new name each second, 50 at once',
    inBursts: true,
    guess: ordinal => wrongAt(`name ${second(ordinal)}`, ordinal),
  },
];

/** As many waits as there can be, and all other guesses compared. */
const worst: Attack = {
  title: 'each minute 50 at once for an account of their own, else a new name each time',
  inBursts: true,
  guess: ordinal =>
    second(ordinal) % 60 === 0
      ? { ...wrongAt('own', ordinal), isRight: true }
      : wrongAt(`name ${ordinal}`, ordinal),
};

const limits = {
  'every guess compared': createNoLimit,
  former: createFormerLimit,
  present: createPresentLimit,
};

async function simulate({ inBursts, guess }: Attack, createLimit: (typeof limits)[keyof typeof limits]) {
  const time = createVirtualTime(startMs);
  const simulated = createSimulatedFunction(time);
  const limit = createLimit(simulated);
  const seconds = minutes * 60;
  for (let ordinal = 0; ordinal < requestsPerSecond * seconds; ordinal++) {
    const startsAfterMs = inBursts ? second(ordinal) * 1000 : (ordinal * 1000) / requestsPerSecond;
    const start = async () => {
      await time.sleep(startsAfterMs);
      await simulated.request(() => limit(guess(ordinal)));
    };
    void start();
  }
  await time.run();

  const { requests, compared, reads, writes, functionMs } = simulated.usage;
  const functionSeconds = functionMs / 1000;
  const dollars =
    functionSeconds * functionGb * pricePerGbSecond +
    (requests * (pricePerMillion.invocations + pricePerMillion.apiRequests) +
      reads * pricePerMillion.reads +
      writes * pricePerMillion.writes) /
      1e6;
  return {
    'functions held': (functionSeconds / seconds).toFixed(1),
    'compared of 100': ((100 * compared) / requests).toFixed(1),
    reads: (reads / requests).toFixed(1),
    writes: (writes / requests).toFixed(1),
    'dollars a day': ((dollars / seconds) * 86_400).toFixed(0),
  };
}

for (const attack of [...attacks, worst]) {
  console.log(`\n${attack.title}`);
  const rows: Record<string, object> = {};
  for (const [name, createLimit] of Object.entries(limits)) rows[name] = await simulate(attack, createLimit);
  console.table(rows);
}
