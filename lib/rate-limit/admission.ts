/**
 * Admits attempts through counters. All counters are read before any of them is written: so an attempt that an
 * account or a network blocks writes nothing, and a blocked network cannot use up the slots of an account.
 */
import type { Clock } from '../clock.ts';
import type { DatabaseTimeBudget } from '../database/time-budget.ts';
import { waitForAll } from '../wait-for-all.ts';
import type { Counter, LimitName, Look, Slot } from './slot.ts';
import { type AttemptDuration, pauseBeforeNextLook, retryAfterSecondsOf } from './wait-for-slot.ts';
import type { TakeWaitPermit } from './wait-permits.ts';

/** What an attempt has to pass, and what is read meanwhile. */
export interface Gate<Found extends object> {
  /** The counters at a time. Of several that are blocked, those of the first one's limit decide about the refusal. */
  countersAt(nowEpochMs: number): readonly Counter[];
  /**
   * Costs no round trip of its own, and is read anew at each try. It goes with the slots and not with the look: a
   * refusal is free, and its time must not tell what is there.
   */
  read(): Promise<Found>;
  /** Given, the read goes with the look all the same, and decides whether the attempt may use this gate at all. */
  readonly isFor?: (found: Found) => boolean;
}

/** The slots, and what was read beside them; or what refused the attempt. */
export type Admission<Found> =
  | { readonly admitted: true; readonly slots: readonly Slot[]; readonly found: Found }
  | { readonly admitted: false; readonly refusedBy: LimitName; readonly retryAfterSeconds: number };

/** What admitting needs. */
export interface AdmissionDependencies {
  readonly takeWaitPermit: TakeWaitPermit;
  readonly duration: AttemptDuration;
  readonly clock: Clock;
}

/** Gives all slots back. */
export async function giveAllBack(
  slots: readonly Slot[],
  nowEpochMs: number,
  budget: DatabaseTimeBudget,
): Promise<void> {
  await waitForAll(slots.map(slot => slot.giveBack(nowEpochMs, budget)));
}

/** A slot of each counter; null, and none of them, if others were faster at one. */
async function reserveAll(
  looks: readonly Look[],
  nowEpochMs: number,
  budget: DatabaseTimeBudget,
): Promise<readonly Slot[] | null> {
  const reserved = await waitForAll(looks.map(look => look.reserve(nowEpochMs, budget)));
  const slots = reserved.filter(slot => slot !== null);
  if (slots.length === looks.length) return slots;
  await giveAllBack(slots, nowEpochMs, budget);
  return null;
}

/**
 * All counters, and what the gate reads beside them, if it does so this early; null if the gate is not for the attempt.
 */
async function lookAt<Found extends object>(
  { countersAt, read, isFor }: Gate<Found>,
  nowEpochMs: number,
  budget: DatabaseTimeBudget,
): Promise<{ readonly looks: readonly Look[]; readonly found: Found | undefined } | null> {
  const looking = waitForAll(countersAt(nowEpochMs).map(counter => counter.look(budget)));
  if (isFor === undefined) return { looks: await looking, found: undefined };
  const [looks, found] = await waitForAll([looking, read()]);
  return isFor(found) ? { looks, found } : null;
}

/** A gate that is for every attempt. */
type OpenGate<Found extends object> = Gate<Found> & { readonly isFor?: undefined };

/**
 * Admits an attempt, refuses it, or returns null if the gate is not for it.
 * @throws {DatabaseUnavailable}
 */
export async function admit<Found extends object>(
  gate: OpenGate<Found>,
  dependencies: AdmissionDependencies,
  budget: DatabaseTimeBudget,
): Promise<Admission<Found>>;
export async function admit<Found extends object>(
  gate: Gate<Found>,
  dependencies: AdmissionDependencies,
  budget: DatabaseTimeBudget,
): Promise<Admission<Found> | null>;
export async function admit<Found extends object>(
  gate: Gate<Found>,
  { takeWaitPermit, duration, clock }: AdmissionDependencies,
  budget: DatabaseTimeBudget,
): Promise<Admission<Found> | null> {
  const startedAt = clock.elapsed();
  // The wall clock can be set while this waits; so it is read once, and goes on by the other one.
  const offsetMs = clock.now() - startedAt;
  for (let isPermitted = false; ; ) {
    const nowEpochMs = offsetMs + clock.elapsed();
    const seen = await lookAt(gate, nowEpochMs, budget);
    if (seen === null) return null;
    const { looks, found } = seen;
    const blocking = looks.filter(({ nextSlotAtEpochMs }) => nextSlotAtEpochMs > nowEpochMs);
    const [first] = blocking;
    if (first === undefined) {
      const reserving = reserveAll(looks, nowEpochMs, budget);
      const [slots, foundBeside] = await waitForAll([reserving, found ?? gate.read()]);
      if (slots !== null) return { admitted: true, slots, found: foundBeside };
      continue;
    }
    // To whoever comes from a blocked network, the account must not show: such a look is free, and can be had without
    // end.
    const blocked = blocking.filter(({ limit }) => limit === first.limit);
    const pauseMs = pauseBeforeNextLook(blocked, nowEpochMs, clock.elapsed() - startedAt, duration);
    isPermitted ||= pauseMs !== null && (await takeWaitPermit(nowEpochMs, budget));
    if (pauseMs === null || !isPermitted) {
      const retryAfterSeconds = retryAfterSecondsOf(blocked, nowEpochMs);
      return { admitted: false, refusedBy: first.limit, retryAfterSeconds };
    }
    await clock.pause(pauseMs);
  }
}
