/** Defaults stand in the schema, in serverless.yml and in the README; this holds the three together. */
import { readFileSync } from 'node:fs';
import { describe, expect, inject, it } from 'vitest';
import { parseSettings } from '../../../lib/settings/parse-settings.ts';

const secret = 's5xuMnrqLk53xpG+f/UcZpNJOd80Mn6Sza2s66fvvpA=';
const tables = { USERS_TABLE: 'users', SESSIONS_TABLE: 'sessions', ATTEMPTS_TABLE: 'attempts' };
const ofSecret = ['JWT_SECRET', 'JWT_SECRET_ARN'];

function deployedVariables(): Record<string, string> {
  const { AuthLambdaFunction } = inject('template').Resources;
  // The framework wrote it.
  const properties = AuthLambdaFunction?.Properties as {
    readonly Environment: { readonly Variables: Record<string, unknown> };
  };
  const variables = Object.entries(properties.Environment.Variables);
  return Object.fromEntries(
    variables.filter(([name]) => !ofSecret.includes(name)).map(([name, value]) => [name, String(value)]),
  );
}

/** Rows of the README's table: the variable, and its default in backticks or as a number. */
function documentedVariables(): Record<string, string> {
  const rows = readFileSync('README.md', 'utf8').matchAll(/^\| `(\w+)` \| `\w+` \| `?([^|`]+?)`? \|/gm);
  return Object.fromEntries(Array.from(rows, ([, name = '', value = '']) => [name, value]));
}

const without = parseSettings({ ...tables, JWT_SECRET: secret });

describe('the defaults of the settings', () => {
  it('are those of serverless.yml', () => {
    const deployed = { ...deployedVariables(), ...tables, JWT_SECRET: secret };
    expect(parseSettings(deployed)).toEqual(without);
  });

  it('are those of the README', () => {
    const documented = documentedVariables();
    expect(Object.keys(documented)).toEqual(
      expect.arrayContaining(['JWT_ISSUER', 'BCRYPT_COST', 'NETWORK_MAX_ATTEMPTS', 'SESSION_IDLE_DAYS']),
    );
    expect(parseSettings({ ...tables, JWT_SECRET: secret, ...documented })).toEqual(without);
  });
});
