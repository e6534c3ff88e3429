/** Measures what each kind of answer of the packaged function takes of the processor. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import bcryptjs from 'bcryptjs';
import { median } from '../figures.ts';
import { runProcess } from '../processes/run-process.ts';
import { fillTable } from '../setup/fill-table.ts';
import { type Packaged, packageFunction } from '../setup/packaged.ts';
import { runOnDatabase, tables } from '../setup/run-on-database.ts';
import { type AnswerKind, password, userOfRound } from './answer-kinds.ts';

/** The lowest cost that the settings take, and the default. */
export const bcryptCosts = [10, 12] as const;
/** One of them. */
export type BcryptCost = (typeof bcryptCosts)[number];

/**
 * The processor's milliseconds of an answer, hash and all: the median. They hardly depend on what else the machine
 * does.
 */
export type CpuMs = Readonly<Record<BcryptCost, Readonly<Record<AnswerKind, number>>>>;

/** What `cpu-time-of-answers.ts` prints of each answer. */
export interface CpuTimeOfAnswer {
  readonly kind: AnswerKind;
  readonly cpuMs: number;
}

/** The first requests of a process are of code that is not compiled yet. */
const warmUpRounds = 3;

function samplesAt(
  cost: BcryptCost,
  rounds: number,
  bundle: string,
  { resources }: Packaged,
): Promise<readonly CpuTimeOfAnswer[]> {
  return runOnDatabase(resources, async (database, documents) => {
    const hash = bcryptjs.hashSync(password, cost);
    const allRounds = rounds + warmUpRounds;
    const users = Array.from({ length: allRounds }, (_, round) => ({
      username: userOfRound(round),
      id: 1000 + round,
      activated: true,
      password: hash,
    }));
    await fillTable(documents, tables.USERS_TABLE, users);
    const environment = {
      ...database,
      JWT_SECRET: randomBytes(48).toString('base64'),
      BCRYPT_COST: String(cost),
      ACCOUNT_FREE_ATTEMPTS: '2',
      ACCOUNT_MAX_ATTEMPTS: '2',
    };
    const input = { bundle, args: [String(allRounds)], environment };
    const all = await runProcess<CpuTimeOfAnswer[]>('cpu-time-of-answers.ts', input);
    return all.slice((all.length / allRounds) * warmUpRounds);
  });
}

function cpuMsByKind(samples: readonly CpuTimeOfAnswer[]) {
  const kinds = new Set(samples.map(({ kind }) => kind));
  const medians = Array.from(kinds, kind => [
    kind,
    median(samples.filter(each => each.kind === kind).map(({ cpuMs }) => cpuMs)),
  ]);
  // A round calls each kind.
  return Object.fromEntries(medians) as Record<AnswerKind, number>;
}

/** Packages and measures. It takes about a minute on an idle core. */
export async function measureCpuTime(rounds: number): Promise<CpuMs> {
  const folder = await mkdtemp(join(tmpdir(), 'signin-cost-'));
  try {
    const packaged = await packageFunction();
    const bundle = join(folder, 'auth.mjs');
    await writeFile(bundle, packaged.code);
    const at10 = await samplesAt(10, rounds, bundle, packaged);
    const at12 = await samplesAt(12, Math.ceil(rounds / 4), bundle, packaged);
    return { 10: cpuMsByKind(at10), 12: cpuMsByKind(at12) };
  } finally {
    await rm(folder, { recursive: true });
  }
}
