/** Keeps the AWS settings of the shell, of `.env` and of `~/.aws` away from a local run. */
import { devNull } from 'node:os';
import { localCredentials } from '../embedded-dynamodb.ts';

/**
 * Removes every `AWS_*` variable from this process, and sets credentials that only the embedded database accepts.
 * The AWS files are replaced by empty ones: they can change the endpoint of a call just as the variables can.
 */
export function isolateFromAws(): void {
  for (const name of Object.keys(process.env)) {
    // Windows does not tell upper from lower case here.
    if (name.toUpperCase().startsWith('AWS_')) delete process.env[name];
  }
  Object.assign(process.env, {
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
  });
}

/** The AWS settings of this process, for the function: those that are set here and after, and no others. */
export function localAwsVariables(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      name.startsWith('AWS_') && value !== undefined ? [[name, value]] : [],
    ),
  );
}
