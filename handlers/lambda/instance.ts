/** An instance of the function, with the settings of the environment and the system's clock. */
import { setTimeout as pause } from 'node:timers/promises';
import { writeLogLine } from '../../lib/observability/log-writer.ts';
import { readSettings } from '../../lib/settings/parse-settings.ts';
import { createFunction } from './function.ts';

/** A bad setting stops the process here, before any request, with one line that names it. */
export const handler = createFunction({
  settings: readSettings(),
  clock: { now: Date.now, elapsed: () => performance.now(), pause },
  log: writeLogLine,
});
