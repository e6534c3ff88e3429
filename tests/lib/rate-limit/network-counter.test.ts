import { describe, expect, it } from 'vitest';
import {
  api,
  isCompared,
  isRefused,
  minuteMs,
  password,
  right,
  secondMs,
  start,
  tryWith,
} from '../../support/counted-sign-ins.ts';
import { signInEvent } from '../../support/event-builder.ts';

describe('the counter of a network', () => {
  const settings = { NETWORK_MAX_ATTEMPTS: '4' };
  const spray = (i: number, sourceIp?: string) => tryWith({ username: `name.${i}` }, sourceIp);

  it('counts failures on any names until the window of ten minutes ends', async () => {
    await start(settings);
    for (let i = 0; i < 4; i++) expect(isCompared(await spray(i))).toBe(true);
    api.clock.advance(2 * secondMs);
    const refused = await spray(5);
    expect(isRefused(refused)).toBe(true);
    const windowEndsAt = Math.ceil(api.clock.now() / (10 * minuteMs)) * 10 * minuteMs;
    expect(refused.headers['retry-after']).toBe(
      String(Math.ceil((windowEndsAt - api.clock.now()) / secondMs)),
    );
    expect(api.log.at(-1)).toMatchObject({ reason: 'network' });
    expect(isCompared(await spray(6, '203.0.113.8'))).toBe(true);
    api.clock.advance(windowEndsAt - api.clock.now());
    expect(isCompared(await spray(7))).toBe(true);
  });

  it('is the same for an IPv6 /64, and for an IPv4 address however it is written', async () => {
    await start(settings);
    for (let i = 0; i < 4; i++) expect(isCompared(await spray(i, `2001:db8::${i + 1}`))).toBe(true);
    api.clock.advance(2 * secondMs);
    expect(isRefused(await spray(5, '2001:db8::ffff:9'))).toBe(true);
    expect(isCompared(await spray(6, '2001:db8:0:1::1'))).toBe(true);
    for (let i = 0; i < 4; i++) await spray(10 + i, i % 2 ? '198.51.100.1' : '::ffff:198.51.100.1');
    api.clock.advance(2 * secondMs);
    expect(isRefused(await spray(20, '198.51.100.1'))).toBe(true);
  });

  it('ignores a forged x-forwarded-for', async () => {
    await start(settings);
    const forged = (i: number) =>
      api.call(
        signInEvent(
          { username: `name.${i}`, password: 'wrong' },
          { headers: { 'content-type': 'application/json', 'x-forwarded-for': `198.51.100.${i}` } },
        ),
      );
    for (let i = 0; i < 4; i++) expect(isCompared(await forged(i))).toBe(true);
    api.clock.advance(2 * secondMs);
    expect(isRefused(await forged(5))).toBe(true);
  });

  it('does not count a success, and does not start again after one', async () => {
    await start(settings);
    for (let i = 0; i < 3; i++) expect(isCompared(await spray(i))).toBe(true);
    for (let i = 0; i < 6; i++) expect((await right()).status).toBe(200);
    expect(isCompared(await spray(4))).toBe(true);
    api.clock.advance(2 * secondMs);
    expect(isRefused(await spray(5))).toBe(true);
  });
});

describe('guesses from many networks of one provider', () => {
  /** Guesses at names of their own, each from another /64. */
  const compared = async (addresses: readonly string[]) => {
    let count = 0;
    for (const [i, address] of addresses.entries()) {
      const reply = await tryWith({ username: `name.${i}` }, address);
      if (isCompared(reply)) count += 1;
      else expect(isRefused(reply)).toBe(true);
      api.clock.advance(secondMs);
    }
    return count;
  };
  const hex = (number: number) => number.toString(16);

  it('are compared twice as often from a /56, and four times as often from a /48, as from a /64', async () => {
    await start({ NETWORK_MAX_ATTEMPTS: '4' });
    expect(await compared(Array.from({ length: 20 }, (_, i) => `2001:db8:1:${hex(i)}::1`))).toBe(8);
    expect(await compared(Array.from({ length: 20 }, (_, i) => `2001:db8:2:${hex(i * 256)}::1`))).toBe(16);
    expect(await compared(Array.from({ length: 20 }, (_, i) => `2001:db8:3:0:${hex(i)}::1`))).toBe(4);
  });

  it('leave other providers alone, and a blocked /48 uses up no account', async () => {
    await start({ NETWORK_MAX_ATTEMPTS: '1' });
    for (let i = 0; i < 4; i++) await tryWith({ username: `name.${i}` }, `2001:db8:1:${hex(i * 256)}::1`);
    api.clock.advance(secondMs);
    for (let i = 0; i < 9; i++) expect(isRefused(await tryWith({}, '2001:db8:1:ff00::1'))).toBe(true);
    expect(api.log.at(-1)).toMatchObject({ reason: 'network' });
    expect((await tryWith({ password }, '2001:db8:2::1')).status).toBe(200);
  });
});
