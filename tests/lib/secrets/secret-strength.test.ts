import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../support/environment.ts';

describe('the secret', () => {
  it.each([
    ['has 31 bytes', randomBytes(23).toString('base64').slice(0, 31)],
    ['is a sample', 'a-string-secret-at-least-256-bits-long'],
    ['is a placeholder', 'changeme-changeme-changeme-changeme'],
    ['has few different characters', '0123401234012340123401234012340123401234'],
  ])('is refused if it %s, with one line that names JWT_SECRET', (_case, secret) => {
    const refusal = refusalOf({ JWT_SECRET: secret });
    expect(refusal).toMatch(/^Refusing to start: .*\.$/);
    expect(refusal).toContain('JWT_SECRET');
    expect(refusal).not.toContain('\n');
  });

  it('is accepted if it has 32 bytes and looks random', () => {
    expect(refusalOf({ JWT_SECRET: 'kQ7vZ2mXp9Lw'.repeat(3).slice(0, 32) })).toBe('accepted');
  });
});
