/** The ways of a page to make its visitor's browser send a request to the API. */
import type { Page, Request, Response } from 'playwright-core';

/** A way: the text of an expression about `url`, the body `guess`, and the `credentials` of a fetch. */
export type Way = string;

/** With a body of the page's choice, by name. */
export const waysToGuess: Readonly<Record<string, Way>> = {
  'fetch with a text': 'fetch(url, { method: "POST", body: guess, credentials })',
  'fetch with a text, and no CORS':
    'fetch(url, { method: "POST", body: guess, credentials, mode: "no-cors" })',
  'fetch with JSON':
    'fetch(url, { method: "POST", body: guess, credentials, headers: { "content-type": "application/json" } })',
  'fetch with JSON, and no CORS':
    'fetch(url, { method: "POST", body: guess, credentials, mode: "no-cors", headers: { "content-type": "application/json" } })',
  'fetch with bytes':
    'fetch(url, { method: "POST", body: new TextEncoder().encode(guess), credentials, mode: "no-cors" })',
  'fetch with a buffer':
    'fetch(url, { method: "POST", body: new TextEncoder().encode(guess).buffer, credentials, mode: "no-cors" })',
  'fetch with an untyped blob':
    'fetch(url, { method: "POST", body: new Blob([guess]), credentials, mode: "no-cors" })',
  'fetch with a blob of JSON':
    'fetch(url, { method: "POST", body: new Blob([guess], { type: "application/json" }), credentials, mode: "no-cors" })',
  'fetch with a blob of two types':
    'fetch(url, { method: "POST", body: new Blob([guess], { type: "text/plain;application/json" }), credentials, mode: "no-cors" })',
  'fetch with a form':
    'fetch(url, { method: "POST", body: new URLSearchParams({ a: guess }), credentials, mode: "no-cors" })',
  'fetch with a file': `fetch(url, { method: "POST", credentials, mode: "no-cors", body: (() => {
    const data = new FormData(); data.append("a", new Blob([guess], { type: "application/json" })); return data;
  })() })`,
  'fetch with bytes that outlives the page':
    'fetch(url, { method: "POST", body: new TextEncoder().encode(guess), credentials, mode: "no-cors", keepalive: true })',
  'XMLHttpRequest with a blob': `new Promise(done => {
    const request = new XMLHttpRequest(); request.open("POST", url); request.onloadend = done;
    request.withCredentials = credentials === "include"; request.send(new Blob([guess]));
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

/** Runs a way on a page, and waits until the browser has an answer to what it sent, or has refused to send it. */
export async function send(
  page: Page,
  way: Way,
  { url, guess, credentials }: { url: string; guess: string; credentials: 'include' | 'same-origin' },
): Promise<void> {
  const window = page.context();
  const options = { predicate: (one: Request | Response) => one.url() === url, timeout: 5000 };
  // The end of an answer is never told if the page does not read it.
  const ended = [window.waitForEvent('response', options), window.waitForEvent('requestfailed', options)];
  const values = [url, guess, credentials].map(value => JSON.stringify(value)).join(', ');
  await page
    .evaluate(`(async (url, guess, credentials) => { await ${way}; })(${values})`)
    // A refusal by the browser, which is one of the right ends.
    .catch(() => null);
  await Promise.any(ended).catch(() => null);
}
