/**
 * Requests of which each database call meets each kind of fault, one at a time, and what became of them. They run side
 * by side, because many of them wait for time-outs.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { cheapHash, createCheapBcrypt } from '../support/cheap-bcrypt.ts';
import { signInEvent } from '../support/event-builder.ts';
import {
  type DatabaseConnection,
  type FaultyDatabase,
  faults,
  type PlannedFault,
  type Reach,
} from '../support/faulty-database.ts';
import { type Reply, startFunction, type TestFunction } from '../support/test-function.ts';

/** Of all users. */
export const password = 'Password1234!';

/** Of a lower cost than new ones, so that a right password leads to the write of a new hash too. */
export const outdatedHash = cheapHash(password, 4);

/** What `a change of the password` asks for. */
export const newPassword = 'a better password';

const signsIn = 'POST /api/auth/signin';
const changes = 'POST /api/auth/changePasswordAfterSignin';
/** The requests. */
export const kinds = {
  'a right password': { exists: true, isRight: true, routeKey: signsIn, typed: { password } },
  'a wrong password': { exists: true, isRight: false, routeKey: signsIn, typed: { password: 'wrong' } },
  'an unknown name': { exists: false, isRight: false, routeKey: signsIn, typed: { password } },
  'a change of the password': {
    exists: true,
    isRight: true,
    routeKey: changes,
    typed: { old_password: password, new_password: newPassword },
  },
};
/** One of them. */
export type Kind = keyof typeof kinds;

/** All of them. */
export const reaches: readonly Reach[] = ['once', 'with its repeats', 'and all that follow'];

/** One request that met a fault, and what became of it. */
export interface Trial {
  readonly title: string;
  readonly fault: string;
  readonly reach: Reach;
  readonly kind: Kind;
  readonly username: string;
  readonly reply: Reply;
  readonly seconds: number;
  /** Passwords that were compared, or hashed at the same cost as a comparison. */
  readonly guesses: number;
  readonly connection: DatabaseConnection;
  readonly log: unknown;
}

/** A database, and what reads and writes its tables without faults. */
export interface Place {
  readonly database: FaultyDatabase;
  readonly observer: TestFunction;
}

let started = 0;

/** A request with a function, a user and a network of its own, so that no trial disturbs another one. */
export async function tryOf({ database, observer }: Place, kind: Kind, plannedFault: PlannedFault | null) {
  started += 1;
  const number = started;
  const { exists, routeKey, typed } = kinds[kind];
  const username = `user.${number}`;
  const connection = database.connect();
  const bcrypt = createCheapBcrypt();
  const clock = { now: Date.now, elapsed: () => performance.now(), pause: (ms: number) => pause(ms) };
  const api = await startFunction(connection.settings, { database, bcrypt, clock });
  if (exists) {
    const force_password_change = routeKey === changes;
    await observer.putUser({ username, id: number, password: outdatedHash, force_password_change });
  }
  connection.plannedFault = plannedFault;
  const startedAt = performance.now();
  const event = signInEvent(
    { username, ...typed, stay_logged_in: true },
    { sourceIp: `198.18.${number >> 8}.${number & 255}` },
  );
  const requestContext = { ...event.requestContext, routeKey };
  const reply = await api.call({ ...event, routeKey, requestContext });
  const seconds = (performance.now() - startedAt) / 1000;
  await api.stop();
  return { kind, username, reply, seconds, guesses: bcrypt.guesses(), connection, log: api.log };
}

/** How many run at the same time: few enough for an idle machine to answer within the time-outs. */
const sideBySide = 16;

/** Runs all requests. Returns when no call of them is under way any more. */
export async function runTrials(place: Place): Promise<Trial[]> {
  const waiting: (() => Promise<Trial>)[] = [];
  for (const kind of Object.keys(kinds) as Kind[]) {
    const healthy = await tryOf(place, kind, null);
    const calls = new Map(healthy.connection.calls.map(call => [call.identity, call]));
    [...calls.values()].forEach(({ identity, operation, table }, index) => {
      for (const [name, fault] of Object.entries(faults)) {
        for (const reach of reaches) {
          const title = `${kind}: call ${index + 1}, ${operation} ${table}, ${name}, ${reach}`;
          waiting.push(async () => ({
            title,
            fault: name,
            reach,
            ...(await tryOf(place, kind, { fault, identity, reach })),
          }));
        }
      }
    });
  }
  const trials: Trial[] = [];
  const work = async () => {
    for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) trials.push(await run());
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  await place.database.idle();
  return trials;
}
