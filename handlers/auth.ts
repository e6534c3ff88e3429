/** The Lambda entry. A bad setting stops the process here, before any request, with one line that names it. */
import { setTimeout as pause } from 'node:timers/promises';
import { writeLogLine } from '../lib/observability/log-writer.ts';
import { readSettings } from '../lib/settings/parse-settings.ts';
import { createFunction } from './lambda/function.ts';

export const handler = createFunction({
  settings: readSettings(),
  clock: { now: Date.now, elapsed: () => performance.now(), pause },
  log: writeLogLine,
});
