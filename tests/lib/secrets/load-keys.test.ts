import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { OperatorError } from '../../../lib/operator-error.ts';
import { SecretUnavailable } from '../../../lib/secrets/fetch-secret.ts';
import { loadKeys } from '../../../lib/secrets/load-keys.ts';

const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:signin-staging-jwt-secret-AbCdEf';
const source = { from: 'secrets-manager', arn } as const;

let server: Server | null = null;
afterEach(() => server?.close());

/** Secrets Manager's protocol, as far as one call of it goes: no embedded one can be had. */
async function secretsManager(status: number, answer: object) {
  const asked: unknown[] = [];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push({ target: request.headers['x-amz-target'], ...JSON.parse(body) });
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://localhost:${port}`,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: 'eu-central-1',
  });
  return asked;
}

describe('the keys', () => {
  it('come from the secret with the ARN', async () => {
    const secret = randomBytes(48).toString('base64');
    const asked = await secretsManager(200, { ARN: arn, SecretString: secret });
    const keys = await loadKeys(source);
    expect(Buffer.from(keys.accessTokens).toString()).toBe(secret);
    expect(asked).toEqual([{ target: 'secretsmanager.GetSecretValue', SecretId: arn }]);
    expect(keys).toEqual(await loadKeys({ from: 'environment', secret }));
  });

  it('differ between pseudonyms and access tokens', async () => {
    const keys = await loadKeys({ from: 'environment', secret: randomBytes(48).toString('base64') });
    expect(keys.pseudonyms).toHaveLength(32);
    expect(Buffer.from(keys.pseudonyms)).not.toEqual(Buffer.from(keys.accessTokens).subarray(0, 32));
  });

  it.each([
    ['too short', 'short'],
    ['a sample', 'a-string-secret-at-least-256-bits-long'],
  ])('are not made from a secret that is %s, and the error does not show it', async (_case, secret) => {
    await secretsManager(200, { SecretString: secret });
    const failure = await loadKeys(source).catch((error: unknown) => error);
    expect(String(failure)).toContain('JWT_SECRET_ARN');
    expect(String(failure)).not.toContain(secret);
  });

  it.each([
    ['InternalServiceError', 500],
    ['ThrottlingException', 400],
    ['LimitExceededException', 400],
    ['ExpiredTokenException', 400],
  ])('are unavailable for a while if Secrets Manager says %s', async (name, status) => {
    await secretsManager(status, { __type: name, message: 'no' });
    await expect(loadKeys(source)).rejects.toThrow(SecretUnavailable);
  });

  it.each([
    ['AccessDeniedException'],
    ['ResourceNotFoundException'],
    ['InvalidRequestException'],
    ['DecryptionFailure'],
  ])('need the operator if Secrets Manager says %s', async name => {
    await secretsManager(400, { __type: name, message: 'no' });
    await expect(loadKeys(source)).rejects.toThrow(OperatorError);
  });
});
