/** The Lambda entry. A bad setting ends it here, before any request, with one line that names what is wrong. */
import { setTimeout as pause } from 'node:timers/promises';
import { writeLog } from '../lib/log.ts';
import { readSettings } from '../lib/settings.ts';
import { createApi } from './api.ts';

export const handler = createApi({
  settings: readSettings(),
  clock: { now: Date.now, pause },
  log: writeLog,
});
