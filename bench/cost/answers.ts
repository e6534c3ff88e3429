/**
 * The answers that have a price, with the calls that `tests/cost/` counts: they are read from the very tables that the
 * tests check.
 */
import { costsOfChangesByRoute, sessionCosts } from '../../tests/support/request-costs.ts';
import { signInCosts } from '../../tests/support/sign-in-costs.ts';
import type { AnswerKind } from './answer-kinds.ts';

/** An answer, and what it takes. */
export interface CountedAnswer {
  readonly title: string;
  readonly reads: number;
  readonly writes: number;
  readonly roundTrips: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** What it takes of the processor is measured as of these. */
  readonly kind: AnswerKind;
  /** It waits for as long as an attempt can be under way. */
  readonly waits?: true;
}

/** What was looked for in a table of the tests. */
function found<Row>(row: Row | undefined, title: string): Row {
  if (row === undefined) throw new Error(`tests/support/ counts no such answer any more: ${title}`);
  return row;
}

function signIn(title: string, counted: string, kind: AnswerKind): CountedAnswer {
  const row = found(
    signInCosts.find(([, , , , , name]) => name === counted),
    counted,
  );
  const [reads, items, writes, roundTrips, , , , [readUnits, writeUnits] = [items, writes]] = row;
  return { title, reads, writes, roundTrips, readUnits, writeUnits, kind };
}

function change(title: string, counted: string): CountedAnswer {
  const rows = costsOfChangesByRoute.flatMap(([, costs]) => costs);
  const row = found(
    rows.find(([, , , , , , name]) => name === counted),
    counted,
  );
  const [reads, items, writes, roundTrips, writeUnits] = row;
  return { title, reads, writes, roundTrips, readUnits: items, writeUnits, kind: 'changed' };
}

function session(title: string, route: string, writes: number, kind: AnswerKind): CountedAnswer {
  const row = found(
    sessionCosts.find(([, counted, , , , name]) => name === route && counted === writes),
    route,
  );
  const [reads, , roundTrips, [readUnits, writeUnits]] = row;
  return { title, reads, writes, roundTrips, readUnits, writeUnits, kind };
}

const signInToStay = signIn(
  '200, to stay logged in, from a known device',
  'a right password from a known device, to stay',
  'to stay, known device',
);
const redeemAndWrite = session(
  'the same, once an hour',
  'POST /api/auth/IamLoggedIn',
  1,
  'redeemed and written',
);

/** The same from a device that is not known. */
export const signInToStayElsewhere = signIn('200, to stay logged in', 'a right password, to stay', 'to stay');

const wrong = signIn('400, wrong password', 'a wrong password', 'wrong');
const wrongFromIpv6 = signIn('the same, from IPv6', 'a wrong one from an IPv6 address', 'wrong');

/** The same from an IPv6 address, whose wider networks get their slots back too. */
export const signInToStayFromIpv6: CountedAnswer = {
  ...signInToStayElsewhere,
  title: '200, to stay logged in, from IPv6',
  writes: signInToStayElsewhere.writes + 2 * (wrongFromIpv6.writes - wrong.writes),
  readUnits: signInToStayElsewhere.readUnits + wrongFromIpv6.readUnits - wrong.readUnits,
  writeUnits: signInToStayElsewhere.writeUnits + 2 * (wrongFromIpv6.writeUnits - wrong.writeUnits),
};

/** The answers of which a user's month consists. */
export const usual = { signInToStay, redeemAndWrite };

/** All of them, in the order of the page. */
export const answers: readonly CountedAnswer[] = [
  signIn('200, signed in', 'a right password', 'signed in'),
  signInToStayElsewhere,
  signIn(
    '200, signed in, from a known device',
    'a right password from a known device',
    'signed in, known device',
  ),
  signInToStay,
  wrong,
  signIn('400, unknown name', 'an unknown name', 'unknown name'),
  signIn('400, wrong password from a known device', 'a wrong one from a known device', 'wrong'),
  signIn('400, a body that is refused', 'no JSON', 'refused body'),
  signIn('429, the account is blocked', 'a blocked account', 'blocked'),
  signIn('429, the network is blocked', 'a blocked network', 'blocked'),
  signIn('429, the device is blocked', 'a blocked device', 'blocked'),
  {
    ...signIn(
      '429, the same while an attempt is under way, at most',
      'a blocked account, an attempt under way',
      'blocked',
    ),
    waits: true,
  },
  change('200, a changed password', 'a right password'),
  change('200, a changed password, to stay logged in', 'a right password, to stay'),
  session('202, a session token redeemed', 'POST /api/auth/IamLoggedIn', 0, 'redeemed'),
  redeemAndWrite,
  session('200, signed out', 'POST /api/auth/signout', 1, 'signed out'),
  session('200, a page of sessions', 'GET /api/auth/sessions', 0, 'listed'),
  session('204, a session ended', 'DELETE /api/auth/sessions/{id}', 1, 'ended'),
  session('204, all sessions ended', 'DELETE /api/auth/sessions', 1, 'ended all'),
];
