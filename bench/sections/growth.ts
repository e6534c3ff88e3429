/** Whether a sign-in takes more when the table has more users, or the user more sessions. */
import { join } from 'node:path';
import { median, shuffled } from '../figures.ts';
import { markdownTable } from '../markdown-table.ts';
import { type Figures, runProcess } from '../processes/run-process.ts';
import { ratio } from '../report/spread.ts';
import { callsOf } from '../report/warm.ts';
import { writeEvents } from '../setup/events-file.ts';
import { fillTable } from '../setup/fill-table.ts';
import { sessionItems, userItem } from '../setup/items.ts';
import { tables } from '../setup/run-on-database.ts';
import { password, type World } from '../setup/worlds.ts';

interface Run {
  readonly rounds: number;
  readonly warmCalls: number;
}

interface Case {
  readonly title: string;
  readonly users: number;
  readonly sessionsOfEach: number;
}

/** More than the first request of a process, the warm ones, and those whose calls are counted. */
const signInsOfARound = ({ warmCalls }: Run) => warmCalls + 50;

const byUsers: readonly Case[] = [10, 1000, 100_000].map(users => ({
  title: `${users.toLocaleString('en')} users`,
  users,
  sessionsOfEach: 0,
}));

/** A sign-in adds a session, so whoever has one signs in only once. A hundred are the most: for a new one, one ends. */
const bySessions = (run: Run): readonly Case[] => [
  { title: '1 session of the user', users: run.rounds * signInsOfARound(run), sessionsOfEach: 1 },
  { title: '100 sessions of the user', users: 20, sessionsOfEach: 100 },
];

interface Prepared extends Case {
  measure(round: number): Promise<Figures>;
  readonly figures: Figures[];
}

/** Fills a database of its own, to be measured in rounds. */
async function prepare(
  { title, users, sessionsOfEach }: Case,
  run: Run,
  { bundle, folder, startWorld }: { bundle: string; folder: string; startWorld: () => Promise<World> },
): Promise<Prepared> {
  const { documents, environment } = await startWorld();
  const items = Array.from({ length: users }, (_, user) => userItem(user));
  await fillTable(documents, tables.USERS_TABLE, items);
  if (sessionsOfEach > 0) {
    const sessions = items.flatMap(item => sessionItems(item, sessionsOfEach));
    await fillTable(documents, tables.SESSIONS_TABLE, sessions);
  }
  const measure = async (round: number): Promise<Figures> => {
    const bodies = Array.from({ length: signInsOfARound(run) }, (_, index) => ({
      username: userItem((round * signInsOfARound(run) + index) % users).username,
      password,
      stay_logged_in: sessionsOfEach > 0,
    }));
    const eventsFile = await writeEvents(join(folder, 'growth.json'), bodies);
    const args = [eventsFile, String(run.warmCalls)];
    return runProcess('cold-and-warm-sign-ins.mjs', { bundle, args, environment });
  };
  return { title, users, sessionsOfEach, measure, figures: [] };
}

/** Measures and describes it. @param bundle of the function, without the hash */
export async function growthSection(
  bundle: string,
  folder: string,
  startWorld: () => Promise<World>,
  run: Run,
): Promise<string> {
  const cases: Prepared[] = [];
  for (const each of [...byUsers, ...bySessions(run)]) {
    cases.push(await prepare(each, run, { bundle, folder, startWorld }));
  }
  for (let round = 0; round < run.rounds; round++) {
    for (const { measure, figures } of shuffled(cases)) figures.push(await measure(round));
  }

  const rows = cases.map(({ title, sessionsOfEach, figures }) => {
    const cpuMs = figures.map(({ warmCpuMs }) => warmCpuMs);
    // To the first one that does the same.
    const base = cases.find(other => other.sessionsOfEach > 0 === sessionsOfEach > 0)?.figures ?? [];
    const toFirst = ratio(
      cpuMs,
      base.map(({ warmCpuMs }) => warmCpuMs),
    );
    const { calls, roundTrips } = callsOf(figures.flatMap(({ counted }) => counted));
    const wallMs = median(figures.flatMap(({ warmMs }) => warmMs)).toFixed(2);
    const kind = sessionsOfEach > 0 ? 'to stay' : 'without staying';
    return [kind, title, median(cpuMs).toFixed(2), toFirst, calls, roundTrips, wallMs];
  });
  const head = ['sign-in', 'there are', 'CPU, ms', 'to the first', 'calls', 'round trips', 'p50, ms'];
  return `## Growth

Warm sign-ins without the hash, as above. A user can have 100 sessions. With so many, a sign-in that opens one more
looks through a hundred and ends the oldest, which is one call more.

${markdownTable(head, rows)}`;
}
