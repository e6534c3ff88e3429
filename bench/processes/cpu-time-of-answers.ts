/**
 * Calls a bundle of the function with each kind of request, and prints the processor's time of each answer as a line of
 * JSON. `bench/cost/cpu-time.ts` starts it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { LambdaFunction } from '../../handlers/lambda/function.ts';
import { eventWithBody, routeEvent, signInEvent } from '../../tests/support/event-builder.ts';
import { type AnswerKind, password, userOfRound } from '../cost/answer-kinds.ts';
import type { CpuTimeOfAnswer } from '../cost/cpu-time.ts';

const [, , bundle = '', rounds = '1'] = process.argv;
/** Longer than an attempt can be under way at cost 12. */
const pauseMs = 700;

const measured: CpuTimeOfAnswer[] = [];

const write = process.stdout.write.bind(process.stdout);
// The log of the function.
process.stdout.write = () => true;

// The bundle is of handlers/auth.ts.
const { handler } = (await import(pathToFileURL(bundle).href)) as { handler: LambdaFunction };

async function call(kind: AnswerKind | null, expected: number, event: APIGatewayProxyEventV2) {
  const from = process.cpuUsage();
  const { statusCode, headers = {}, body = '{}' } = await handler(event, { functionName: 'signin' });
  const { user, system } = process.cpuUsage(from);
  if (statusCode !== expected) throw new Error(`${kind} was answered with ${statusCode}: ${body}`);
  if (kind !== null) measured.push({ kind, cpuMs: (user + system) / 1000 });
  return {
    deviceToken: String(headers['x-device-token']),
    body: JSON.parse(body) as Record<string, unknown>,
  };
}

for (let round = 0; round < Number(rounds); round++) {
  const username = userOfRound(round);
  const at = { sourceIp: `198.51.${round >> 8}.${round & 255}` };
  const right = { username, password };
  const stay = { stay_logged_in: true };
  const signIn = (fields: object, headers = {}) =>
    signInEvent(
      { ...right, ...fields },
      { ...at, headers: { 'content-type': 'application/json', ...headers } },
    );

  const { deviceToken } = await call('signed in', 200, signIn({}));
  const known = { 'x-device-token': deviceToken };
  await call('to stay', 200, signIn(stay));
  await call('signed in, known device', 200, signIn({}, known));
  const { body } = await call('to stay, known device', 200, signIn(stay, known));
  const session = { session_token: body['session_token'] };
  const token = String(body['token']);
  await call('redeemed', 202, routeEvent('POST /api/auth/IamLoggedIn', { body: session }));
  const renamed = { ...session, session_information: `round ${round}` };
  await call('redeemed and written', 202, routeEvent('POST /api/auth/IamLoggedIn', { body: renamed }));
  const listed = await call('listed', 200, routeEvent('GET /api/auth/sessions', { token }));
  const [{ id = '' } = {}] = listed.body['sessions'] as { id?: string }[];
  await call('ended', 204, routeEvent('DELETE /api/auth/sessions/{id}', { token, id }));
  const again = await call(null, 200, signIn(stay, known));
  const signedOut = { session_token: again.body['session_token'] };
  await call('signed out', 200, routeEvent('POST /api/auth/signout', { body: signedOut }));
  await call('ended all', 204, routeEvent('DELETE /api/auth/sessions', { token }));
  const change = { username, old_password: password, new_password: 'a better password' };
  await call('changed', 200, routeEvent('POST /api/auth/changePassword', { body: change }));
  await call('refused body', 400, eventWithBody('{', at));
  await call('unknown name', 400, signIn({ username: `no.${username}` }));
  await call('wrong', 400, signIn({ password: 'wrong' }));
  await call(null, 400, signIn({ password: 'wrong' }));
  await pause(pauseMs);
  await call('blocked', 429, signIn({ password: 'wrong' }));
}
write(`${JSON.stringify(measured)}\n`, () => process.exit());
