/** Measures the variants, each in processes of its own: a cold start, and in some of them warm requests. */
import { join } from 'node:path';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { shuffled } from '../figures.ts';
import { type Figures, runProcess } from '../processes/run-process.ts';
import { type Bundle, bundleVariant } from '../setup/bundle.ts';
import { writeEvents } from '../setup/events-file.ts';
import { tables } from '../setup/run-on-database.ts';
import type { Variant } from '../setup/variants.ts';
import { password, passwordHash, type World } from '../setup/worlds.ts';

/** A variant, its bundles, and what its processes measured, one in each round. */
export interface MeasuredVariant extends Variant, Bundle {
  readonly eventsFile: string;
  readonly figures: Figures[];
}

interface Answer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The first processes of a run fill the file cache, so they do not count. */
const warmUpRounds = 1;
/** Warm requests take longest, and these processes have enough of them. */
const warmEvery = 3;

const username = 'st.huber';
const rightBody = { username, password };

/**
 * Sees that the bundle with the hash signs in with the right password and with no other, so that all compare the same
 * hash. Returns the headers of a success.
 */
async function signInOnce({ title, fileWithHash }: Bundle & Variant, world: World, folder: string) {
  const bodies = [rightBody, { username, password: `${password}?` }];
  const eventsFile = await writeEvents(join(folder, 'right-and-wrong.json'), bodies);
  const [right, wrong] = await runProcess<Answer[]>('answers-of-bundle.mjs', {
    bundle: fileWithHash,
    args: [eventsFile],
    environment: world.environment,
  });
  if (right?.statusCode !== 200 || wrong?.statusCode === 200) {
    const statuses = `${right?.statusCode} to the right password, and ${wrong?.statusCode} to a wrong one`;
    throw new Error(`${title} answered ${statuses}`);
  }
  return right.headers ?? {};
}

async function prepare(
  variant: Variant,
  world: World,
  folder: string,
  name: string,
): Promise<MeasuredVariant> {
  const bundled = { ...variant, ...(await bundleVariant(variant, folder, name)) };
  const headers = variant.comparesPassword ? await signInOnce(bundled, world, folder) : {};
  const token = variant.isKnownDevice ? { 'x-device-token': headers['x-device-token'] ?? '' } : {};
  const eventsFile = await writeEvents(join(folder, `${name}.json`), [rightBody], token);
  return { ...bundled, eventsFile, figures: [] };
}

/** Measures all of them in this many rounds, in random order, so that a busy machine slows all alike. */
export async function measureStarts(
  variants: readonly Variant[],
  world: World,
  folder: string,
  { rounds, warmCalls }: { readonly rounds: number; readonly warmCalls: number },
): Promise<readonly MeasuredVariant[]> {
  const user = { username, id: 33, activated: true, password: passwordHash };
  await world.documents.send(new PutCommand({ TableName: tables.USERS_TABLE, Item: user }));
  const measured: MeasuredVariant[] = [];
  for (const variant of variants) {
    measured.push(await prepare(variant, world, folder, String(measured.length)));
  }

  for (let round = -warmUpRounds; round < rounds; round++) {
    for (const { file: bundle, eventsFile, figures } of shuffled(measured)) {
      const warm = String(round % warmEvery === 0 ? warmCalls : 0);
      const input = { bundle, args: [eventsFile, warm], environment: world.environment };
      const figure = await runProcess<Figures>('cold-and-warm-sign-ins.mjs', input);
      if (round >= 0) figures.push(figure);
    }
    process.stdout.write(`round ${round + 1} of ${rounds}\n`);
  }
  return measured;
}
