/** A real browser without a window: Chromium, or Chrome. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { exitWithSentence } from '../../dev/exit-with-sentence.ts';

/** Where the packages of Linux distributions, and GitHub's machines, have it. */
const usualPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser of `CHROMIUM`, or the first that is installed. Ends the process with one sentence if none is. */
function launchOptions() {
  const executablePath = process.env['CHROMIUM'] ?? usualPaths.find(path => existsSync(path));
  if (executablePath === undefined) {
    exitWithSentence(
      'There is no browser: install Chromium (apt-get install chromium), or set CHROMIUM to its path.',
    );
  }
  return {
    executablePath,
    // As root, which a container often is, Chromium does not start with its sandbox. It sees only pages of ours.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-sync',
    ],
  };
}

/** Starts the browser. */
export const startBrowser = (): Promise<Browser> => chromium.launch(launchOptions());

/**
 * Starts it with one window that sends a cookie from a page of any site, if the cookie lets it. By default, newer
 * versions send none from pages of other sites, so what the cookie says could not be told from what the browser does.
 */
export async function startPermissiveWindow(): Promise<BrowserContext> {
  const profile = mkdtempSync(join(tmpdir(), 'signin-browser-'));
  mkdirSync(join(profile, 'Default'));
  writeFileSync(join(profile, 'Default/Preferences'), '{"profile":{"cookie_controls_mode":0}}');
  const window = await chromium.launchPersistentContext(profile, launchOptions());
  // Processes of the browser still write there for a moment.
  const patience = { maxRetries: 20, retryDelay: 100 };
  return window.once('close', () => rmSync(profile, { recursive: true, force: true, ...patience }));
}
