/** The deployed API, called over HTTP through the emulator's API Gateway and Lambda. */
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import bcryptjs from 'bcryptjs';
import { type EmulatedAws, stackName } from './emulated-aws.ts';

/** An answer of the API. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const password = 'Password1234!';
export const credentials = { username: 'st.huber', password };

/** Where the API of the stack is: API Gateway's own address has a name that only AWS's DNS knows. */
export async function apiUrl(aws: EmulatedAws): Promise<string> {
  const stack = await aws.stack();
  const address = stack?.Outputs?.find(({ OutputKey }) => OutputKey === 'HttpApiUrl')?.OutputValue;
  const apiId = /^https:\/\/(\w+)\./.exec(address ?? '')?.[1];
  if (apiId === undefined) throw new Error(`the stack has no output HttpApiUrl with an address: ${address}`);
  return `${aws.ministack.endpoint}/_aws/execute-api/${apiId}/$default`;
}

/** Sends a POST. */
export async function post(aws: EmulatedAws, path: string, body: object): Promise<Answer> {
  const response = await fetch(`${await apiUrl(aws)}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
}

/** Adds a user as an operator does. */
export async function addUser(aws: EmulatedAws): Promise<void> {
  const hash = await bcryptjs.hash(password, 10);
  const { username } = credentials;
  const Item = {
    username: { S: username },
    id: { N: '33' },
    activated: { BOOL: true },
    password: { S: hash },
  };
  await aws.dynamoDb.send(new PutItemCommand({ TableName: `${stackName}-users`, Item }));
}

/** Checks the status of an answer, and returns its body. */
export function expectStatus({ status, body }: Answer, expected: number): Answer['body'] {
  if (status !== expected)
    throw new Error(`the answer is ${status} and not ${expected}: ${JSON.stringify(body)}`);
  return body;
}

/** Signs the user in, and returns the session token. */
export async function signIn(aws: EmulatedAws): Promise<string> {
  const answer = await post(aws, '/api/auth/signin', { ...credentials, stay_logged_in: true });
  return String(expectStatus(answer, 200)['session_token']);
}
