/** The environment of a function that runs on a laptop. */
import { randomBytes } from 'node:crypto';
import { parseSettings, type Settings, SettingsError } from '../../lib/settings/parse-settings.ts';
import { exitWithSentence } from '../exit-with-sentence.ts';
import { howToWriteASecret, isSecretCutInEnvFile, isSecretInEnvFile } from './secret-in-env-file.ts';

/** The deployed environment, with what the shell sets in its place, and a secret that lasts until the process ends. */
export function localSettings(deployed: Readonly<Record<string, unknown>>): Record<string, string> {
  const { JWT_SECRET_ARN: _, ...variables } = deployed;
  const settings = Object.entries(variables).map(([name, value]) => [
    name,
    process.env[name] || String(value),
  ]);
  const secret = process.env['JWT_SECRET'] || randomBytes(48).toString('base64');
  return { ...Object.fromEntries(settings), JWT_SECRET: secret };
}

/**
 * Checks the settings, and whether `.env` has the whole secret. What is bad ends the process with a sentence.
 * @param stage whose file `.env.<stage>` the framework reads instead of `.env`
 */
export function checkSettings(environment: Readonly<Record<string, string>>, stage = 'dev'): Settings {
  if (isSecretCutInEnvFile(stage, process.env)) {
    exitWithSentence(`JWT_SECRET is not what .env says. ${howToWriteASecret}`);
  }
  try {
    return parseSettings(environment);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const isFromFile = error.message.includes('JWT_SECRET') && isSecretInEnvFile(stage);
    exitWithSentence(isFromFile ? `${error.message} ${howToWriteASecret}` : error.message);
  }
}
