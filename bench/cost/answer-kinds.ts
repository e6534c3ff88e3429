/** The kinds of answers whose processor's time is measured, and who gets them. */

/** Kinds of requests that do different work besides hashing and waiting. */
export type AnswerKind =
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

/** Of all these users. */
export const password = 'Password1234!';

/** The user of a round. */
export const userOfRound = (round: number): string => `measured.${round}`;
