import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import JSZip from 'jszip';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { cheapHash } from '../support/cheap-bcrypt.ts';
import { signInEvent } from '../support/event-builder.ts';
import { startSecretsManager } from '../support/secrets-manager.ts';
import { startFunction, type TestFunction, tables } from '../support/test-function.ts';

const password = 'Password1234!';
const JWT_SECRET_ARN = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:JwtSecret-a1b2c3d4-AbCdEf';

/** Loads the zip's module as Lambda does, calls it with the event, and prints the answer as its last line. */
const script = `
const [, bundle, event] = process.argv;
const { handler } = await import(bundle);
const answer = await handler(JSON.parse(event), {});
process.stdout.write('\\n' + JSON.stringify(answer), () => process.exit());`;

let folder = '';
let bundle = '';
let api: TestFunction;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'signin-packaged-'));
  bundle = join(folder, 'auth.mjs');
  const zip = await JSZip.loadAsync(readFileSync(inject('packageFile')));
  writeFileSync(bundle, (await zip.file('handlers/auth.mjs')?.async('string')) ?? '');
  api = await startFunction();
  await api.putUser({ username: 'st.huber', id: 33, password: cheapHash(password, 4) });
});
afterAll(async () => {
  await api.stop();
  rmSync(folder, { recursive: true });
});

/** A right password in a process of its own, with more variables in its environment. Returns status and output. */
async function signIn(more: Record<string, string>) {
  await startSecretsManager(200, { SecretString: api.secret });
  const ofSdk = Object.entries(process.env).filter(([name]) => name.startsWith('AWS_'));
  const env = { ...Object.fromEntries(ofSdk), ...tables, JWT_SECRET_ARN, BCRYPT_COST: '10', ...more };
  const event = JSON.stringify(signInEvent({ username: 'st.huber', password }));
  const args = ['--input-type=module', '--eval', script, bundle, event];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  const lines = stdout.trim().split('\n');
  return { status: JSON.parse(lines.at(-1) ?? '').statusCode, log: lines.slice(0, -1).join('\n') };
}

describe('the function in the zip', () => {
  it('takes the settings of the SDK from its environment, and none from a home folder', async () => {
    const file = join(folder, 'config');
    // Either one alone would end the call to Secrets Manager.
    writeFileSync(file, '[default]\nuse_fips_endpoint = true\nignore_configured_endpoint_urls = true\n');
    const { status, log } = await signIn({ AWS_CONFIG_FILE: file, AWS_SHARED_CREDENTIALS_FILE: file });
    expect(status, log).toBe(200);
  });

  it.each([
    ['does as its environment says', 'true', 500],
    ['ignores what the SDK cannot read there', 'yes', 200],
  ])('%s: AWS_USE_FIPS_ENDPOINT=%s', async (_title, value, expected) => {
    // The SDK refuses FIPS together with an endpoint that the environment names.
    const { status, log } = await signIn({ AWS_USE_FIPS_ENDPOINT: value });
    expect(status, log).toBe(expected);
  });
});
