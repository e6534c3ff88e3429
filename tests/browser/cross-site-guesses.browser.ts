/**
 * A page of another site makes its visitors' browsers guess passwords, each from the address of the visitor. Whether a
 * guess was compared shows in the counters of the rate limit: each attempt is written there before anything is compared.
 */
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startBrowser } from './browser.ts';
import { type Site, startSite } from './page-server.ts';

const url = `${inject('apiUrl')}/api/auth/signin`;
const guess = JSON.stringify({ username: 'st.huber', password: 'a guess' });

/** All ways of a page to send a body to another site, each as the text of a function of `url` and `guess`. */
const ways: Readonly<Record<string, string>> = {
  'fetch with a text': 'fetch(url, { method: "POST", body: guess })',
  'fetch with a text, and no CORS': 'fetch(url, { method: "POST", body: guess, mode: "no-cors" })',
  'fetch with JSON':
    'fetch(url, { method: "POST", body: guess, headers: { "content-type": "application/json" } })',
  'fetch with JSON, and no CORS':
    'fetch(url, { method: "POST", body: guess, mode: "no-cors", headers: { "content-type": "application/json" } })',
  'fetch with bytes':
    'fetch(url, { method: "POST", body: new TextEncoder().encode(guess), mode: "no-cors" })',
  'fetch with a buffer':
    'fetch(url, { method: "POST", body: new TextEncoder().encode(guess).buffer, mode: "no-cors" })',
  'fetch with an untyped blob': 'fetch(url, { method: "POST", body: new Blob([guess]), mode: "no-cors" })',
  'fetch with a blob of JSON':
    'fetch(url, { method: "POST", body: new Blob([guess], { type: "application/json" }), mode: "no-cors" })',
  'fetch with a blob of two types':
    'fetch(url, { method: "POST", body: new Blob([guess], { type: "text/plain;application/json" }), mode: "no-cors" })',
  'fetch with a form':
    'fetch(url, { method: "POST", body: new URLSearchParams({ a: guess }), mode: "no-cors" })',
  'fetch with a file': `fetch(url, { method: "POST", mode: "no-cors", body: (() => {
    const data = new FormData(); data.append("a", new Blob([guess], { type: "application/json" })); return data;
  })() })`,
  'fetch with bytes that outlives the page':
    'fetch(url, { method: "POST", body: new TextEncoder().encode(guess), mode: "no-cors", keepalive: true })',
  'XMLHttpRequest with a blob': `new Promise(done => {
    const request = new XMLHttpRequest(); request.open("POST", url); request.onloadend = done;
    request.send(new Blob([guess]));
  })`,
  'a beacon with a text': 'navigator.sendBeacon(url, guess)',
  'a beacon with bytes': 'navigator.sendBeacon(url, new TextEncoder().encode(guess))',
  'a beacon with an untyped blob': 'navigator.sendBeacon(url, new Blob([guess]))',
  'a beacon with a blob of JSON':
    'navigator.sendBeacon(url, new Blob([guess], { type: "application/json" }))',
  'a form of plain text, sent into a frame': `new Promise(done => {
    const frame = document.createElement("iframe"); frame.name = "frame"; document.body.append(frame);
    const form = document.createElement("form"); form.method = "POST"; form.action = url; form.target = "frame";
    form.enctype = "text/plain"; const field = document.createElement("input");
    field.name = guess.slice(0, -1) + ',"x":"'; field.value = '"}'; form.append(field); document.body.append(form);
    frame.onload = done; form.submit();
  })`,
};

let browser: Browser;
let site: Site;
const database = new DynamoDBClient({
  endpoint: inject('databaseUrl'),
  region: 'local',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

/** All that the rate limit has written down. */
async function counters(): Promise<string> {
  const { Items = [] } = await database.send(new ScanCommand({ TableName: 'signin-dev-attempts' }));
  return JSON.stringify(Items);
}

/** Runs a way on a page, and waits until what it sent has an answer. */
async function send(page: Page, way: string): Promise<void> {
  const options = { predicate: (request: Request) => request.url() === url, timeout: 5000 };
  const ended = [page.waitForEvent('requestfinished', options), page.waitForEvent('requestfailed', options)];
  await page
    .evaluate(`(async (url, guess) => { await ${way}; })(${JSON.stringify(url)}, ${JSON.stringify(guess)})`)
    // A refusal by the browser, which is one of the right ends.
    .catch(() => null);
  await Promise.any(ended).catch(() => null);
}

beforeAll(async () => {
  browser = await startBrowser();
  site = await startSite();
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
  database.destroy();
});

describe('a page of another site', () => {
  it.each(Object.entries(ways))('has no guess compared with %s', async (_, way) => {
    const before = await counters();
    const page = await browser.newPage();
    await page.goto(site.origin('evil.localhost'));
    await send(page, way);
    await page.close();
    expect(await counters()).toBe(before);
  });
});

describe('a page of an allowed origin', () => {
  it('has its attempt compared, which the counters show', async () => {
    const before = await counters();
    const page = await browser.newPage();
    await page.goto(site.origin('localhost'));
    await send(page, ways['fetch with JSON'] ?? '');
    await page.close();
    expect(await counters()).not.toBe(before);
  });
});
