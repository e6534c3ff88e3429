/**
 * The device cookie in a real browser, on pages of the API's own origin and of one that CORS allows. Browsers take
 * `*.localhost` for as safe as HTTPS, which the cookie asks for.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { type ApiSite, startApiSite } from './api-site.ts';
import { startBrowser } from './browser.ts';
import { putUser } from './local-database.ts';
import { type Site, startSite } from './page-server.ts';
import { signInFromPage } from './sign-in-from-page.ts';

const password = 'Password1234!';

let browser: Browser;
let api: ApiSite;
let otherSite: Site;
let url: string;
beforeAll(async () => {
  browser = await startBrowser();
  api = await startApiSite('api.localhost', inject('apiUrl'));
  otherSite = await startSite();
  url = `${api.origin}/api/auth/signin`;
});
afterAll(async () => {
  await browser?.close();
  await api?.stop();
  await otherSite?.stop();
});

let context: BrowserContext;
/** Of the origin that has the API too. */
let page: Page;
let users = 0;
let [anna, ben] = ['', ''];
beforeEach(async () => {
  context = await browser.newContext();
  page = await openPage(context, api.origin);
  users += 1;
  [anna, ben] = [`anna.${users}`, `ben.${users}`];
  await Promise.all([putUser(anna, password), putUser(ben, password)]);
});
afterEach(() => context.close());

async function openPage(where: BrowserContext, origin: string): Promise<Page> {
  const opened = await where.newPage();
  await opened.goto(origin);
  return opened;
}

const signIn = (username: string) => signInFromPage(page, { url, username, password });

/** Strangers guess until the name is blocked for all but known devices. */
async function block(username: string): Promise<void> {
  const body = JSON.stringify({ username, password: 'wrong' });
  const headers = { 'content-type': 'application/json' };
  let status = 400;
  for (let tries = 0; tries < 10 && status === 400; tries++) {
    ({ status } = await fetch(`${inject('apiUrl')}/api/auth/signin`, { method: 'POST', headers, body }));
  }
  expect(status).toBe(429);
}

describe('a browser that has signed in', () => {
  it('keeps the cookie for 30 days and sends it with the next sign-in', async () => {
    expect(await signIn(anna)).toMatchObject({ status: 200 });
    const [kept, ...others] = await context.cookies();
    expect(others).toEqual([]);
    expect(kept).toMatchObject({ path: '/', secure: true, httpOnly: true, sameSite: 'Strict' });
    expect(((kept?.expires ?? 0) - Date.now() / 1000) / 86_400).toBeCloseTo(30, 1);
    expect(await signIn(anna)).toMatchObject({ status: 200 });
    expect(api.takeRequests().map(({ headers }) => headers.cookie)).toEqual([
      undefined,
      `${kept?.name}=${kept?.value}`,
    ]);
  });

  it('gets in while strangers keep the name blocked, and another browser does not', async () => {
    expect(await signIn(anna)).toMatchObject({ status: 200 });
    await block(anna);
    const stranger = await browser.newContext();
    const strangersPage = await openPage(stranger, api.origin);
    expect(await signInFromPage(strangersPage, { url, username: anna, password })).toMatchObject({
      status: 429,
    });
    await stranger.close();
    expect(await signIn(anna)).toMatchObject({ status: 200 });
  });

  it('keeps one cookie for each of its users', async () => {
    expect(await signIn(anna)).toMatchObject({ status: 200 });
    expect(await signIn(ben)).toMatchObject({ status: 200 });
    await block(anna);
    await block(ben);
    expect(await signIn(anna)).toMatchObject({ status: 200 });
    expect(await signIn(ben)).toMatchObject({ status: 200 });
    expect(await context.cookies()).toHaveLength(2);
  });

  it('shows the cookie to no script of its pages', async () => {
    expect(await signIn(anna)).toMatchObject({ status: 200, setCookie: null });
    expect(await context.cookies()).toHaveLength(1);
    expect(await page.evaluate(() => document.cookie)).toBe('');
    expect(await page.evaluate('cookieStore.getAll()')).toEqual([]);
  });
});

describe('a page of another, allowed origin', () => {
  let app: Page;
  beforeEach(async () => {
    app = await openPage(context, otherSite.origin('localhost'));
    api.takeRequests();
  });

  it('may not ask for cookies: its browser sends a preflight and nothing else', async () => {
    expect(await signInFromPage(app, { url, username: anna, password })).toBeNull();
    expect(api.takeRequests().map(({ method }) => method)).toEqual(['OPTIONS']);
    expect(await context.cookies()).toEqual([]);
  });

  it('gets in with the header while strangers keep the name blocked', async () => {
    const typed = { url, username: anna, password, credentials: 'same-origin' } as const;
    const first = await signInFromPage(app, typed);
    expect(first).toMatchObject({ status: 200 });
    await block(anna);
    expect(await signInFromPage(app, typed)).toMatchObject({ status: 429 });
    const deviceToken = first?.deviceToken ?? null;
    expect(await signInFromPage(app, { ...typed, deviceToken })).toMatchObject({ status: 200 });
    expect(await context.cookies()).toEqual([]);
  });
});
