/** docs/cost.md, of what was counted, measured and simulated. */
import { cpus, loadavg } from 'node:os';
import { attemptDurationAt } from '../../lib/rate-limit/wait-for-slot.ts';
import { requestsPerSecond } from '../attack/attacks.ts';
import type { Damage } from '../attack/simulate.ts';
import { markdownTable } from '../markdown-table.ts';
import { wrappedProse } from '../wrapped-prose.ts';
import {
  answers,
  type CountedAnswer,
  signInToStayElsewhere,
  signInToStayFromIpv6,
  usual,
} from './answers.ts';
import { countedPart, fixedDollars } from './counted-part.ts';
import { type BcryptCost, bcryptCosts, type CpuMs } from './cpu-time.ts';
import { auth0EssentialsUsers, dollarsOf, freeUsers, logBytes, prices } from './prices.ts';

/** AWS says "single-digit milliseconds" of DynamoDB. */
const roundTripMs = 5;

/** The most that a request waits for the database. */
const unavailableMs = 3000;

/** What an active user does in a month: on two devices, eight hours on each of twenty days. */
const signInsAMonth = 2;
const redeemedAMonth = 160;

const userCounts = [100, 1000, 10_000, 20_000, 50_000, 100_000];

function dollarsAMillion(answer: CountedAnswer, cost: BcryptCost, cpuMs: CpuMs): number {
  const waitMs = answer.waits === true ? attemptDurationAt(cost).longestMs : 0;
  const functionMs = cpuMs[cost][answer.kind] + answer.roundTrips * roundTripMs + waitMs;
  return 1e6 * dollarsOf({ requests: 1, ...answer, functionMs });
}

/** How many users a month make others' price, of each user beyond the free ones, as high as ours. */
const breakEven = (dollarsAUser: number, ownDollarsAUser: number) =>
  Math.ceil((fixedDollars + freeUsers.cognito * dollarsAUser) / (dollarsAUser - ownDollarsAUser));

const count = (value: number) => value.toLocaleString('en');

function auth0Dollars(users: number): string {
  const free = users <= freeUsers.auth0 ? '0 (Free)' : '';
  const paid =
    users <= auth0EssentialsUsers ? `${prices.auth0Essentials.dollars} (Essentials)` : 'on request';
  return free === '' ? paid : `${free}, ${paid}`;
}

/** What a simulated attack is called, what it does, and what it would do if each of its guesses were compared. */
export interface SimulatedAttack {
  readonly title: string;
  readonly limited: Damage;
  readonly compared: Damage;
}

/** The page. */
export function costPage(cpuMs: CpuMs, attacks: readonly SimulatedAttack[]): string {
  const [core] = cpus();
  const { signInToStay, redeemAndWrite } = usual;
  const signInDollars = dollarsAMillion(signInToStay, 12, cpuMs) / 1e6;
  const userDollars =
    signInsAMonth * signInDollars + (redeemedAMonth * dollarsAMillion(redeemAndWrite, 12, cpuMs)) / 1e6;
  const { cognitoLite, cognitoEssentials } = prices;
  const cognito = (users: number, dollars: number) =>
    (Math.max(0, users - freeUsers.cognito) * dollars).toFixed(0);
  const unavailable =
    1e6 * dollarsOf({ requests: 1, readUnits: 0, writeUnits: 0, functionMs: unavailableMs });
  const worstDollars = Math.max(...attacks.map(({ limited }) => limited.dollarsADay));
  const dollarsADay = (answer: CountedAnswer) =>
    ((dollarsAMillion(answer, 12, cpuMs) * requestsPerSecond * 86_400) / 1e6).toFixed(0);

  return wrappedProse(`# What it costs

\`npm run cost\` writes this page: from the calls that \`tests/cost/\` counts, from the time that the packaged function
takes here, and from public prices. Nothing on it was billed.

## Dollars a million answers

${markdownTable(
  ['answer', ...bcryptCosts.map(cost => `bcrypt cost ${cost}`)],
  answers.map(answer => [
    answer.title,
    ...bcryptCosts.map(cost => dollarsAMillion(answer, cost, cpuMs).toFixed(2)),
  ]),
)}

The time is that of the processor, as the median of warm requests, and ${roundTripMs} ms for each round trip to DynamoDB. A wrong
password took ${bcryptCosts.map(cost => `${cpuMs[cost].wrong.toFixed(0)} ms at cost ${cost}`).join(' and ')}; a blocked account, which needs no hash, took ${cpuMs[12].blocked.toFixed(1)} ms. It was measured on ${new Date().toISOString().slice(0, 10)} on
${core?.model.trim()} (${process.arch}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)} of ${cpus().length} cores) and not on Lambda's own. A function of 1769 MB has one
core; the logs are ${(logBytes / 1000).toFixed(1)} kB an answer. From an IPv6 address, each of two wider networks adds an item to the one read
of the counters and a write, and a write after a success.

A 503 costs ${unavailable.toFixed(0)} dollars a million at most, if DynamoDB does not answer and the request has waited for it for ${unavailableMs / 1000} s. A
start of an instance is a tenth of a second more, and a fetch of the secret: ${(1e6 * dollarsOf({ requests: 0, readUnits: 0, writeUnits: 0, functionMs: 100 }) + prices.secretFetches.dollars).toFixed(1)} dollars a million starts.

## Beside Cognito and Auth0

They charge by the active user and month, we by the answer. So it depends on what a user does. Here one signs in on ${signInsAMonth}
devices to stay, and the apps redeem ${redeemedAMonth} tokens, one for each hour of work: ${userDollars.toFixed(5)} dollars a user, besides the fixed ${fixedDollars.toFixed(2)} of
a month. Cost 12.

${markdownTable(
  ['active users a month', 'this', 'Cognito Lite', 'Cognito Essentials', 'Auth0'],
  userCounts.map(users => [
    count(users),
    (fixedDollars + users * userDollars).toFixed(0),
    cognito(users, cognitoLite.dollars),
    cognito(users, cognitoEssentials.dollars),
    auth0Dollars(users),
  ]),
)}

**Break-even.** Up to ${count(freeUsers.cognito)} active users Cognito is free, and so cheaper. It is dearer from ${count(breakEven(cognitoEssentials.dollars, userDollars))} users on with Essentials,
and from ${count(breakEven(cognitoLite.dollars, userDollars))} with Lite. Auth0 is free up to ${count(freeUsers.auth0)}; if you need what only Essentials has, it is dearer from the first
user. What Essentials of Cognito takes for one user pays for ${count(Math.floor(cognitoEssentials.dollars / signInDollars))} sign-ins here. Not in this table: the work of running it, which
they do for you, and all that they do and this does not, such as mail, second factors and other identity providers.

## What an attacker can make you pay

\`npm run bench:attack\` simulates an hour of 50 requests a second, at cost 12. That is what \`requestsPerSecond\` lets through by
default; AWS calls it a target and not a ceiling. API Gateway answers what is above it by itself, and no function runs. Beside it
is what the same guesses take if no limit refuses any.

${markdownTable(
  [
    'attack',
    'passwords compared, of 100',
    'functions held',
    'if each is compared',
    'dollars a day',
    'if each is compared',
  ],
  attacks.map(({ title, limited, compared }) => [
    title,
    (100 * limited.compared).toFixed(1),
    limited.functionsHeld.toFixed(2),
    compared.functionsHeld.toFixed(2),
    limited.dollarsADay.toFixed(1),
    compared.dollarsADay.toFixed(1),
  ]),
)}

The worst of those simulated is ${worstDollars.toFixed(0)} dollars a day, ${count(Math.round(worstDollars * 30))} a month. \`requestsPerSecond\` and \`bcryptCost\` of the stage decide:
half as many requests are half of the dollars. [security.md](security.md#what-an-attack-costs) compares the limit with others.

The simulation is of IPv4 and opens no sessions. Whoever has accounts and opens a session with each of ${requestsPerSecond} right passwords
a second makes you pay ${dollarsADay(signInToStayElsewhere)} dollars a day, with or without a limit, and ${dollarsADay(signInToStayFromIpv6)} from IPv6 addresses. That is the dearest that we know,
but for accounts with a hundred sessions: there each new session ends another one, which is one write of two units more, and
the query for it reads more.

${countedPart()}`);
}
