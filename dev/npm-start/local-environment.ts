/** The environment of a function that runs on a laptop. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { parseSettings, type Settings, SettingsError } from '../../lib/settings/parse-settings.ts';
import { exitWithSentence } from '../exit-with-sentence.ts';

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

/** What cuts a secret in `.env`, if that is where the bad one comes from. */
function dotenvHint(message: string): string {
  if (!message.includes('JWT_SECRET') || !existsSync('.env')) return '';
  const isInFile = /^\s*(export\s+)?JWT_SECRET\s*=/m.test(readFileSync('.env', 'utf8'));
  return isInFile
    ? ' In .env, # ends a value and $NAME is replaced: put the value into single quotes, and write \\$ for each $.'
    : '';
}

/** Checks the settings. A bad one ends the process with a sentence. */
export function checkSettings(environment: Readonly<Record<string, string>>): Settings {
  try {
    return parseSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) exitWithSentence(`${error.message}${dotenvHint(error.message)}`);
    throw error;
  }
}
