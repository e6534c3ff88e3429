/**
 * Whether the time of a wrong answer tells what made it wrong. Every kind of it is measured in turn, in random order,
 * in process and over HTTP, against wrong passwords of a hash of the configured cost. The control is a second
 * population of those: what it shows is noise. Cost 10 is the default, since the least hashing hides the least.
 */
import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';
import bcryptjs from 'bcryptjs';
import { passwordInputs } from '../lib/passwords/password-input.ts';
import { areaUnderCurve, median, shuffled } from './figures.ts';
import { packageFunction } from './setup/packaged.ts';
import { runOnDatabase } from './setup/run-on-database.ts';
import { functionWithUsers, guessesPerName, type StoredUser } from './timing/function-with-users.ts';
import { startFunctionServer } from './timing/start-function-server.ts';

const { values: options } = parseArgs({
  options: { samples: { type: 'string', default: '1000' }, cost: { type: 'string', default: '10' } },
});
const samples = Number(options.samples);
const cost = Number(options.cost);
const warmUps = 30;

const right = 'Password1234!';
const wrong = 'Password1234?';
const hash = (atCost: number) => bcryptjs.hashSync(right, atCost);

interface Kind {
  readonly title: string;
  readonly password: string;
  /** Null: no such user. */
  readonly stored: Pick<StoredUser, 'password' | 'password_input'> | null;
}

const hashes = [...new Set([4, 8, 10])].filter(atCost => atCost < cost);
const stored = { password: hash(cost) };
const kinds: Kind[] = [
  { title: `wrong, hash of cost ${cost}`, password: wrong, stored },
  { title: 'control: the same', password: wrong, stored },
  ...hashes.map(atCost => ({
    title: `wrong, hash of cost ${atCost}`,
    password: wrong,
    stored: { password: hash(atCost) },
  })),
  { title: 'unknown name', password: wrong, stored: null },
  { title: 'no password stored', password: wrong, stored: {} },
  { title: 'broken hash', password: wrong, stored: { password: stored.password.slice(0, -1) } },
  ...passwordInputs.map(password_input => ({
    title: `wrong, ${password_input}`,
    password: wrong,
    stored: { ...stored, password_input },
  })),
  { title: 'unknown password_input', password: wrong, stored: { ...stored, password_input: 'sha1' } },
  {
    title: '1024 bytes, sha384',
    password: 'x'.repeat(1024),
    stored: { ...stored, password_input: 'sha384' },
  },
  { title: 'over 72 bytes', password: 'x'.repeat(73), stored },
  { title: 'over 1024 bytes', password: 'x'.repeat(1025), stored },
  { title: 'with NUL', password: `${right}\0`, stored },
];

/** All names are of one length, and each is used as often as any other. */
const nameOf = (kind: number, round: number) =>
  `user.${String(kind).padStart(2, '0')}.${String(Math.floor(round / guessesPerName)).padStart(4, '0')}`;

const users: StoredUser[] = kinds.flatMap(({ stored: row }, kind) =>
  row === null
    ? []
    : Array.from({ length: Math.ceil((samples + warmUps) / guessesPerName) }, (_, index) => ({
        username: nameOf(kind, index * guessesPerName),
        ...row,
      })),
);

/** Sends a body, and comes back with the status when the whole answer is there. */
type Send = (body: string) => Promise<number>;

async function measure(mode: string, send: Send): Promise<void> {
  const times = kinds.map((): number[] => []);
  for (let round = 0; round < samples + warmUps; round++) {
    for (const kind of shuffled([...kinds.keys()])) {
      const body = JSON.stringify({ username: nameOf(kind, round), password: kinds[kind]?.password });
      const startedAt = performance.now();
      const status = await send(body);
      const ms = performance.now() - startedAt;
      if (status !== 400) throw new Error(`${kinds[kind]?.title} was answered with ${status}`);
      if (round >= warmUps) times[kind]?.push(ms);
    }
  }
  const [base = []] = times;
  process.stdout.write(`\n${mode}: ${samples} samples a kind, cost ${cost}, Node ${process.version}\n`);
  console.table(
    kinds.map(({ title }, kind) => {
      const own = times[kind] ?? [];
      return {
        kind: title,
        'median ms': Number(median(own).toFixed(2)),
        ratio: Number((median(own) / median(base)).toFixed(4)),
        AUC: kind === 0 ? '' : Number(areaUnderCurve(own, base).toFixed(3)),
      };
    }),
  );
}

const { resources } = await packageFunction();
await runOnDatabase(resources, async (database, documents) => {
  const signIn = await functionWithUsers({ cost, users }, database, documents);
  await measure('In process', async body => (await signIn(body)).statusCode ?? 0);
});

const { port, server } = await startFunctionServer({ resources, cost, users });
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
try {
  await measure(
    'Over HTTP',
    body =>
      new Promise((resolve, reject) => {
        const headers = { 'content-type': 'application/json' };
        const sent = request({ port, method: 'POST', agent, headers });
        sent.once('error', reject).once('response', response => {
          response.resume().once('end', () => resolve(response.statusCode ?? 0));
        });
        sent.end(body);
      }),
  );
} finally {
  server.kill();
}
process.exit();
