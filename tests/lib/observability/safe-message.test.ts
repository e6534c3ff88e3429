import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeMessageOf } from '../../../lib/observability/safe-message.ts';
import { OperatorError } from '../../../lib/operator-error.ts';

const ofAws = (name: string, message: string) =>
  Object.assign(new Error(message), { name, $fault: 'client', $metadata: {} });
const ofNode = (message: string) => Object.assign(new Error(message), { syscall: 'connect' });

describe('the message of an exception', () => {
  it('is quoted if it is a sentence of ours', () => {
    expect(safeMessageOf(new OperatorError('Fix the table'))).toBe('Fix the table');
  });

  it('is quoted if AWS names a table, a permission or a limit', () => {
    const denied = 'User: x is not authorized to perform: dynamodb:GetItem';
    expect(safeMessageOf(ofAws('AccessDeniedException', denied))).toBe(denied);
    const missing = 'Requested resource not found';
    expect(safeMessageOf(ofAws('ResourceNotFoundException', missing))).toBe(missing);
  });

  it.each([
    'ValidationException',
    'SerializationException',
    'InvalidSignatureException',
    'TransactionCanceledException',
    'AnExceptionThatAwsAddsTomorrow',
  ])('is not quoted if AWS answers %s, which can hold a value or a token', name => {
    expect(safeMessageOf(ofAws(name, 'canary'))).toBeNull();
  });

  it.each([
    'connect ECONNREFUSED 127.0.0.1:8000',
    'connect ECONNREFUSED ::1:8000',
    'connect ETIMEDOUT 10.0.0.1:443 - Local (0.0.0.0:0)',
    'read ECONNRESET',
    'getaddrinfo ENOTFOUND dynamodb.eu-central-1.amazonaws.com',
  ])('is quoted if Node tells of a connection: %s', message => {
    expect(safeMessageOf(ofNode(message))).toBe(message);
  });

  it.each(['connect canary', 'write EPIPE canary\n    at canary', 'open ENOENT /tmp/canary'])(
    'is not quoted if it only poses as a failed connection: %j',
    message => {
      expect(safeMessageOf(ofNode(message))).toBeNull();
    },
  );

  it('is not quoted for any other exception, whatever it says', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, message) => {
        expect(safeMessageOf(Object.assign(new Error(message), { name }))).toBeNull();
      }),
    );
  });
});
