/** The attributes of a user's row that the sign-in knows, beside the key; other tools may add more. */

/** In the order of the help. */
export const userAttributes = [
  'id',
  'password',
  'activated',
  'force_password_change',
  'password_input',
  'sessions_valid_from',
] as const;
