import { DynamoDBServiceException, ReplicatedWriteConflictException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { isTemporaryAwsFailure } from '../../lib/temporary-aws-failure.ts';

const refusal = (name: string, httpStatusCode = 400) =>
  new DynamoDBServiceException({ name, $fault: 'client', message: 'no', $metadata: { httpStatusCode } });

describe('a failed call to AWS', () => {
  it.each([
    ['ProvisionedThroughputExceededException'],
    ['ThrottlingException'],
    ['RequestLimitExceeded'],
    ['LimitExceededException'],
    ['TransactionInProgressException'],
    ['TransactionConflictException'],
    ['ExpiredTokenException'],
    ['RequestTimeTooSkewed'],
  ])('is temporary if it is %s', name => {
    expect(isTemporaryAwsFailure(refusal(name))).toBe(true);
  });

  it.each([[408], [429], [500], [503]])('is temporary if its status is %i', status => {
    expect(isTemporaryAwsFailure(refusal('SomethingNew', status))).toBe(true);
  });

  it('is temporary if the SDK itself marks it as such', () => {
    const conflict = new ReplicatedWriteConflictException({ message: 'no', $metadata: {} });
    expect(isTemporaryAwsFailure(conflict)).toBe(true);
  });

  it('is temporary if the connection broke', () => {
    expect(isTemporaryAwsFailure(Object.assign(new Error('no'), { code: 'ECONNRESET' }))).toBe(true);
    expect(isTemporaryAwsFailure(Object.assign(new Error('no'), { name: 'TimeoutError' }))).toBe(true);
  });

  it.each([
    ['AccessDeniedException'],
    ['ResourceNotFoundException'],
    ['UnrecognizedClientException'],
    ['ValidationException'],
    ['DecryptionFailure'],
    ['InvalidRequestException'],
  ])('is not temporary if it is %s', name => {
    expect(isTemporaryAwsFailure(refusal(name))).toBe(false);
  });

  it('is not temporary if it is a mistake in the code', () => {
    expect(isTemporaryAwsFailure(new TypeError('no'))).toBe(false);
    expect(isTemporaryAwsFailure('no')).toBe(false);
  });
});
