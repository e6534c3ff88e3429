/** A page of another site makes its visitors' browsers guess passwords, each from the address of the visitor. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startBrowser } from './browser.ts';
import { counters } from './local-database.ts';
import { type Site, startSite } from './page-server.ts';
import { send, type Way, waysToGuess } from './ways-to-send.ts';

const url = `${inject('apiUrl')}/api/auth/signin`;
const guess = JSON.stringify({ username: 'st.huber', password: 'a guess' });

let browser: Browser;
let site: Site;
beforeAll(async () => {
  browser = await startBrowser();
  site = await startSite();
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

async function guessFrom(host: string, way: Way): Promise<void> {
  const page = await browser.newPage();
  await page.goto(site.origin(host));
  await send(page, way, { url, guess, credentials: 'same-origin' });
  await page.close();
}

describe('a page of another site', () => {
  it.each(Object.entries(waysToGuess))('has no guess compared with %s', async (_, way) => {
    const before = await counters();
    await guessFrom('evil.localhost', way);
    expect(await counters()).toBe(before);
  });
});

describe('a page of an allowed origin', () => {
  it('has its attempt compared, which the counters show', async () => {
    const before = await counters();
    await guessFrom('localhost', waysToGuess['fetch with JSON'] ?? '');
    expect(await counters()).not.toBe(before);
  });
});
