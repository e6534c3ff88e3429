/**
 * What one request of another route than signing in costs at most: each kind of response, and its calls to the
 * database.
 */

const incorrect = 'username_or_password_incorrect';

/** Labels and stores a session. */
export const stay = { stay_logged_in: true };

/**
 * Reads, the items that these are of, writes, round trips, write units, outcome, and which fields of the user and of
 * the body differ. A change of the password reads no index, so it has a read unit for each item.
 */
type CostOfChange = [number, number, number, number, number, string, string, object, object];

const costsOfChanges: CostOfChange[] = [
  [2, 3, 2, 2, 2, incorrect, 'a wrong password', {}, { old_password: 'wrong' }],
  [2, 3, 2, 2, 2, incorrect, 'an unknown name', {}, { username: 'w.huber' }],
  [2, 3, 4, 3, 4, 'not_activated', 'an account that is not activated', { activated: false }, {}],
  [3, 4, 6, 6, 6, 'signed_in', 'a right password', {}, {}],
  [3, 4, 7, 7, 8, 'signed_in', 'a right password, to stay', {}, stay],
];

/** By route. */
export const costsOfChangesByRoute: [string, CostOfChange[]][] = [
  [
    'changePassword',
    [...costsOfChanges, [3, 4, 6, 6, 6, 'signed_in', 'no need', { force_password_change: false }, {}]],
  ],
  [
    'changePasswordAfterSignin',
    [
      ...costsOfChanges,
      [2, 3, 4, 3, 4, 'no_password_change_needed_for_user', 'no need', { force_password_change: false }, {}],
    ],
  ],
];

const hourMs = 3_600_000;

/**
 * Reads, writes, round trips, read and write units, status, route, and how long after the sign-in; then what has
 * happened to the user.
 */
export const sessionCosts: [number, number, number, [number, number], number, string, number, object?][] = [
  [2, 0, 2, [2, 0], 202, 'POST /api/auth/IamLoggedIn', 0],
  [2, 1, 3, [2, 2], 202, 'POST /api/auth/IamLoggedIn', hourMs],
  [2, 1, 3, [2, 2], 400, 'POST /api/auth/IamLoggedIn', hourMs, { activated: false }],
  [2, 1, 3, [2, 2], 200, 'POST /api/auth/signout', 0],
  [2, 0, 2, [1.5, 0], 200, 'GET /api/auth/sessions', 0],
  [2, 1, 3, [1.5, 2], 204, 'DELETE /api/auth/sessions/{id}', 0],
  [2, 1, 3, [1.5, 1], 204, 'DELETE /api/auth/sessions', 0],
];
