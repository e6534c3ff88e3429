/** The part of docs/cost.md that no measurement is in: a test holds that it is current. */
import { readFileSync } from 'node:fs';
import { outcomes } from '../../handlers/http/outcome.ts';
import { markdownTable } from '../markdown-table.ts';
import { wrappedProse } from '../wrapped-prose.ts';
import { answers } from './answers.ts';
import { type Price, prices } from './prices.ts';

/** `Duration`, `DatabaseTime`, `HashTime` and `UnusableHashes`. */
const metricsBesidesOutcomes = 4;

/** Metrics that the alarms of a stage look at. */
const alarmMetrics = readFileSync('deploy/alarms.yml', 'utf8').match(/\bMetricName:/g)?.length ?? 0;

const fixed: readonly (readonly [string, number, Price])[] = [
  ['the secret', 1, prices.secret],
  ['alarms', alarmMetrics, prices.alarmMetric],
  ['metrics: one for each outcome that occurs in every hour', outcomes.length, prices.metric],
  ['metrics: times, and hashes that cannot be verified', metricsBesidesOutcomes, prices.metric],
];

/** What a stage costs a month, at most, while nobody signs in. */
export const fixedDollars = fixed.reduce((sum, [, count, { dollars }]) => sum + count * dollars, 0);

/** The dollars of a million such answers in DynamoDB alone. */
const databaseDollars = ({ readUnits, writeUnits }: (typeof answers)[number]) =>
  readUnits * prices.readUnits.dollars + writeUnits * prices.writeUnits.dollars;

/** The sections with the calls, with what a month costs, and with the prices. */
export const countedPart = (): string =>
  wrappedProse(`## The calls of an answer

\`tests/cost/\` counts them: calls to DynamoDB, how many times one waits for the other, and the units that DynamoDB
charges for. A read of an item is one unit, one of the index half of one for each 4 KB; a write is one unit, and one of a
session two, because the index takes it too. Sessions are few here: the index of a user with a hundred is some 40 KB.

${markdownTable(
  ['answer', 'reads', 'writes', 'round trips', 'read units', 'write units', 'DynamoDB, dollars a million'],
  answers.map(answer => [
    answer.title,
    answer.reads,
    answer.writes,
    answer.roundTrips,
    answer.readUnits,
    answer.writeUnits,
    databaseDollars(answer).toFixed(2),
  ]),
)}

## A month in which nobody signs in

${markdownTable(
  ['', 'how many', 'dollars'],
  fixed.map(([what, count, { dollars }]) => [what, count, (count * dollars).toFixed(2)]),
)}

That is ${fixedDollars.toFixed(2)} at most: a metric is charged by the hour, and only for the hours in which it has a value. The first ten alarms
and ten metrics of an AWS account are free. A dashboard is 3.00 after the first three of the account; the tables are 0.25 a
GB, and point-in-time recovery 0.20 a GB more.

## Prices

Public list prices in dollars, of us-east-1 where they are AWS's; other regions are up to a quarter dearer. Free tiers
and data sent to the internet (0.09 a GB after 100 GB a month) are left out.

${markdownTable(
  ['of', 'dollars', 'as of'],
  Object.values(prices).map(({ of, dollars, page, asOf }) => [`[${of}](${page})`, dollars, asOf]),
)}

*As of* is the day of the newest public copy of that page that was found; all were looked up in November 2026.
`);
