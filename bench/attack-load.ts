/**
 * What an attack of 50 requests a second costs: functions that are held at the same time, calls to the database, and
 * dollars a day. It simulates an hour of each attack in virtual time, against the rate limit, against the former one,
 * and with every guess compared. Start it with `npm run bench:attack`.
 */
import { attacks } from './attack/attacks.ts';
import { createFormerLimit } from './attack/former-limit.ts';
import { createNoLimit, createPresentLimit } from './attack/limits.ts';
import { simulate } from './attack/simulate.ts';

const limits = {
  'every guess compared': createNoLimit,
  former: createFormerLimit,
  present: createPresentLimit,
};

for (const attack of attacks) {
  console.log(`\n${attack.title}`);
  const rows: Record<string, object> = {};
  for (const [name, createLimit] of Object.entries(limits)) {
    const { functionsHeld, compared, reads, writes, dollarsADay } = await simulate(attack, createLimit);
    rows[name] = {
      'functions held': functionsHeld.toFixed(2),
      'compared of 100': (100 * compared).toFixed(1),
      'items read': reads.toFixed(1),
      writes: writes.toFixed(1),
      'dollars a day': dollarsADay.toFixed(1),
    };
  }
  console.table(rows);
}
