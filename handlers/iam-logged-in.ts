/** `POST /api/auth/IamLoggedIn`: a session token for a fresh token. */
import type { Redeem } from '../lib/redemption.ts';
import { readValidBody } from './body.ts';
import type { Call, Handled } from './call.ts';
import { refusal, success } from './response.ts';
import { fields, information, optional, text } from './validation.ts';

const schema = fields({ session_token: text, session_information: optional(information) });

/** Handles one redemption. */
export async function handleIamLoggedIn({ event, time }: Call, redeem: Redeem): Promise<Handled> {
  const read = readValidBody(event, schema);
  if (!read.ok) return read.handled;
  const { session_token, session_information } = read.body;
  const result = await redeem(
    { sessionToken: session_token, information: session_information ?? null },
    time,
  );
  const answer =
    result.outcome === 'redeemed'
      ? success(202, { msg: 'Session token is good', token: result.token })
      : refusal(result.outcome);
  return { answer, outcome: result.outcome };
}
