/** What `measured-answers.ts` calls, and `measure.ts` gets the time of. */

/** Kinds of requests that do different work besides hashing and waiting. */
export type MeasuredKind =
  | 'signed in'
  | 'to stay'
  | 'signed in, known device'
  | 'to stay, known device'
  | 'redeemed'
  | 'redeemed and written'
  | 'listed'
  | 'ended'
  | 'signed out'
  | 'ended all'
  | 'changed'
  | 'refused body'
  | 'unknown name'
  | 'wrong'
  | 'blocked';

/** Of all measured users. */
export const password = 'Password1234!';

/** The user of a round. */
export const measuredUser = (round: number): string => `measured.${round}`;
