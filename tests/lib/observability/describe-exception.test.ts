import { describe, expect, it } from 'vitest';
import { describeException } from '../../../lib/observability/describe-exception.ts';
import { OperatorError } from '../../../lib/operator-error.ts';

const refused = (address: string) =>
  Object.assign(new Error(`connect ECONNREFUSED ${address}`), { code: 'ECONNREFUSED', syscall: 'connect' });

describe('an exception in the log', () => {
  it('shows its message and where it was thrown, if it is one of ours', () => {
    expect(describeException(new OperatorError('Fix the table'))).toMatch(
      /^OperatorError: Fix the table \| at /,
    );
  });

  it('shows only its name, if its message could quote a request', () => {
    expect(describeException(new TypeError('canary'))).toMatch(/^TypeError \| at /);
    expect(describeException('canary')).toBe('string');
  });

  it('shows no name that is none', () => {
    const named = Object.assign(new Error('canary'), { name: 'canary: secret' });
    expect(describeException(named)).toMatch(/^Error( \| at |$)/);
  });

  it('shows its causes', () => {
    const error = new OperatorError('Fix the network', { cause: refused('127.0.0.1:9') });
    expect(describeException(error)).toContain('caused by Error: connect ECONNREFUSED 127.0.0.1:9');
  });

  it('shows why each address of a host failed', () => {
    const error = new AggregateError(
      [refused('127.0.0.1:9'), refused('127.0.0.2:9'), new TypeError('canary')],
      '',
    );
    const text = describeException(error);
    expect(text).toContain('of Error: connect ECONNREFUSED 127.0.0.1:9');
    expect(text).toContain('of Error: connect ECONNREFUSED 127.0.0.2:9');
    expect(text).toContain('of TypeError');
    expect(text).not.toContain('canary');
  });
});
