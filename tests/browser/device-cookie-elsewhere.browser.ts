/** What pages of other sites, and of other hosts of the same site, can do with the device cookie of their visitor. */
import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type ApiSite, startApiSite } from './api-site.ts';
import { startPermissiveWindow } from './browser.ts';
import { counters, putUser } from './local-database.ts';
import { type Site, startSite } from './page-server.ts';
import { signInFromPage } from './sign-in-from-page.ts';
import { send, waysToGuess } from './ways-to-send.ts';

const visitor = { username: 'visitor', password: 'Password1234!' };
const guess = JSON.stringify({ ...visitor, password: 'a guess' });

/** Ways that send no body of the page's choice. In a window of their own, as a link that is followed. */
const otherWays = {
  'an image': 'new Promise(done => { const image = new Image(); image.onerror = done; image.src = url; })',
  'a link into a new window': 'open(url)',
  'a form that is sent into a new window': `(() => {
    const form = document.createElement("form"); form.method = "POST"; form.action = url; form.target = "_blank";
    document.body.append(form); form.submit();
  })()`,
};

let api: ApiSite;
let otherSites: Site;
/** Of the visitor, who has signed in before. */
let context: BrowserContext;
let url: string;
beforeAll(async () => {
  context = await startPermissiveWindow();
  api = await startApiSite('api.shop.localhost', inject('apiUrl'));
  otherSites = await startSite();
  url = `${api.origin}/api/auth/signin`;
  await putUser(visitor.username, visitor.password);
  const page = await context.newPage();
  await page.goto(api.origin);
  expect(await signInFromPage(page, { url, ...visitor })).toMatchObject({ status: 200 });
  expect(await context.cookies()).toHaveLength(1);
});
afterAll(async () => {
  await context?.close();
  await api?.stop();
  await otherSites?.stop();
});

/** Has a page send something to the API, and returns how many of the requests that arrived had the cookie. */
async function cookiesSentBy(origin: string, way: string): Promise<number> {
  const page = await context.newPage();
  await page.goto(origin);
  api.takeRequests();
  await send(page, way, { url, guess, credentials: 'include' });
  await page.close();
  return api.takeRequests().filter(({ headers }) => headers.cookie?.includes('__Host-device-')).length;
}

describe.each(Object.entries({ ...waysToGuess, ...otherWays }))('with %s', (_, way) => {
  it('a page of another site sends no cookie, and one of the same origin does', async () => {
    expect(await cookiesSentBy(otherSites.origin('evil.localhost'), way)).toBe(0);
    expect(await cookiesSentBy(api.origin, way)).toBe(1);
  });

  it('a page of another host of the same site has no guess compared, whether the cookie comes or not', async () => {
    const before = await counters();
    await cookiesSentBy(otherSites.origin('www.shop.localhost'), way);
    expect(await counters()).toBe(before);
  });
});

describe('SameSite=Strict', () => {
  it('does not keep the cookie from other hosts of the same site', async () => {
    const way = waysToGuess['fetch with bytes'] ?? '';
    expect(await cookiesSentBy(otherSites.origin('www.shop.localhost'), way)).toBe(1);
  });
});
