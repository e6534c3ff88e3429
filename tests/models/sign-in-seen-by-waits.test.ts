/**
 * What a stranger can see of a sign-in by the waits that all share: one that waited has taken a permit, for the rest of
 * the hour. It takes a stranger who has used up all permits but one, and guesses five times within half a second of it.
 */
import { describe, expect, it } from 'vitest';
import { api, minuteMs, password, right, start, tryWith } from '../support/counted-sign-ins.ts';
import { signInEvent } from '../support/event-builder.ts';
import { takeAllWaitsButOneOf } from '../support/wait-permits-used-up.ts';

const hourMs = 60 * minuteMs;

/** As long as one hash can take at the cost of the tests, beside the calls. */
const inFlightMs = 200;

type Owner =
  | 'stays away'
  | 'signs in'
  | 'signs in from a known device'
  | 'signs in when all guesses are over';

const signInFromKnownDevice = async (deviceToken: unknown) =>
  api.call(
    signInEvent(
      { username: 'st.huber', password },
      {
        sourceIp: '203.0.113.7',
        headers: { 'content-type': 'application/json', 'x-device-token': String(deviceToken) },
      },
    ),
  );

/** For how long the last of six guesses waits, which a stranger makes at a name of their own, so much later. */
async function probeAfter(owner: Owner, laterMs = 0): Promise<number> {
  await start();
  const deviceToken = (await right()).headers['x-device-token'];
  await takeAllWaitsButOneOf(api);
  for (let i = 0; i < 5; i++) await tryWith({}, '198.51.100.1');
  if (owner === 'signs in when all guesses are over') api.clock.advance(inFlightMs);
  if (owner === 'signs in from a known device') await signInFromKnownDevice(deviceToken);
  else if (owner !== 'stays away') await right();
  api.clock.advance(laterMs);
  for (let i = 0; i < 5; i++) await tryWith({ username: 'w.huber' }, '198.51.100.1');
  const startedAt = api.clock.elapsed();
  await tryWith({ username: 'w.huber' }, '198.51.100.1');
  return api.clock.elapsed() - startedAt;
}

describe('a stranger who has left one wait of the hour, and guesses five times at a name', () => {
  it('sees until the hour ends that its owner has signed in meanwhile without a known device', async () => {
    expect(await probeAfter('stays away', 50 * minuteMs)).toBeGreaterThan(0);
    expect(await probeAfter('signs in', 50 * minuteMs)).toBe(0);
  });

  it('sees nothing of it in the next hour', async () => {
    expect(await probeAfter('signs in', hourMs)).toBeGreaterThan(0);
  });

  it('sees nothing of a sign-in that comes once the guesses are over', async () => {
    expect(await probeAfter('signs in when all guesses are over')).toBeGreaterThan(0);
  });

  it('sees nothing of one from a known device', async () => {
    expect(await probeAfter('signs in from a known device')).toBeGreaterThan(0);
  });
});
