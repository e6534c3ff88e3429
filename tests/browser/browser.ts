/** A real browser without a window: Chromium, or Chrome. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { exitWithSentence } from '../../dev/exit-with-sentence.ts';

/** Where the packages of Linux distributions, and GitHub's machines, have it. */
const usualPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts the browser of `CHROMIUM`, or the first that is installed. Ends the process with one sentence if none is. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? usualPaths.find(path => existsSync(path));
  if (executablePath === undefined) {
    exitWithSentence(
      'There is no browser: install Chromium (apt-get install chromium), or set CHROMIUM to its path.',
    );
  }
  return chromium.launch({
    executablePath,
    // As root, which a container often is, Chromium does not start with its sandbox. It sees only pages of ours.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-sync',
    ],
  });
}
