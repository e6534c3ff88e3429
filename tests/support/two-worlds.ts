/**
 * Two worlds that a stranger must not be able to tell apart. In one, a name exists, and its owner signs in now and then
 * and mistypes. In the other one, the name does not exist. The stranger sends the same requests to both.
 */
import { cheapHash, createCheapBcrypt } from './cheap-bcrypt.ts';
import { signInEvent } from './event-builder.ts';
import type { FaultyDatabase } from './faulty-database.ts';
import { type Reply, startFunction } from './test-function.ts';

/** One request of the stranger. */
export interface StrangersRequest {
  readonly route: 'signin' | 'changePassword';
  /** Number 0 is the address of the owner. */
  readonly address: number;
  readonly deviceToken: string | null;
}

/** What the stranger sees of a request, and what could be seen in time: the calls to the database and the waiting. */
export interface Seen extends Reply {
  readonly calls: readonly string[];
  readonly waitedMs: number;
}

/** How the owner signs in. */
export interface OwnersRequest {
  readonly isRight: boolean;
  readonly showsDevice: boolean;
  readonly address: number;
}

/** A world. */
export interface World {
  ask(request: StrangersRequest): Promise<Seen>;
  /** Nothing happens in the world without the owner. */
  ownerSignsIn(request: OwnersRequest): Promise<void>;
  /** Whether the owner has a device whose token is good. */
  hasDevice(): boolean;
  now(): number;
  advance(milliseconds: number): void;
  end(): Promise<void>;
}

const password = 'Password1234!';
const hash = cheapHash(password, 10);
const dayMs = 86_400_000;

const addressOf = (number: number) =>
  number < 4 ? `203.0.113.${number}` : `2001:db8:${(number % 3) + 1}:${number}::1`;

let started = 0;

/** Starts a world on a database that several share: each has a name and a secret of its own. */
export async function startWorld(
  database: FaultyDatabase,
  hasOwner: boolean,
  settings: Record<string, string>,
): Promise<World> {
  started += 1;
  const username = `name.${String(started).padStart(6, '0')}`;
  const connection = database.connect();
  const api = await startFunction(
    { ...connection.settings, ...settings },
    { database, bcrypt: createCheapBcrypt() },
  );
  if (hasOwner) await api.putUser({ username, id: started, password: hash });
  let device: { readonly token: string; readonly endsAt: number } | null = null;
  const hasDevice = () => device !== null && api.clock.now() < device.endsAt;

  const send = (route: string, address: number, body: object, token: string | null) => {
    const headers = {
      'content-type': 'application/json',
      ...(token === null ? {} : { 'x-device-token': token }),
    };
    const event = signInEvent({ username, ...body }, { sourceIp: addressOf(address), headers });
    const routeKey = `POST /api/auth/${route}`;
    return api.call({ ...event, routeKey, requestContext: { ...event.requestContext, routeKey } });
  };

  return {
    async ask({ route, address, deviceToken }) {
      connection.calls.length = 0;
      const startedAt = api.clock.now();
      const typed =
        route === 'signin'
          ? { password: 'guess' }
          : { old_password: 'guess', new_password: 'a new password' };
      const reply = await send(route, address, typed, deviceToken);
      const calls = connection.calls.map(({ identity }) => identity).toSorted();
      return { ...reply, calls, waitedMs: api.clock.now() - startedAt };
    },
    async ownerSignsIn({ isRight, showsDevice, address }) {
      if (!hasOwner) return;
      const shown = showsDevice && hasDevice() ? (device?.token ?? null) : null;
      const reply = await send('signin', address, { password: isRight ? password : 'mistyped' }, shown);
      const token = reply.headers['x-device-token'];
      if (reply.status !== 200 || typeof token !== 'string') return;
      device = { token, endsAt: api.clock.now() + 30 * dayMs - 1000 };
    },
    hasDevice,
    now: api.clock.now,
    advance: api.clock.advance,
    end: api.stop,
  };
}
