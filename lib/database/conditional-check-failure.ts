/** The failure of a condition, which is an expected part of a conditional write. */
import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';

/** Whether a write was refused because its condition did not hold. */
export function isConditionalCheckFailure(error: unknown): error is DynamoDBServiceException {
  return error instanceof DynamoDBServiceException && error.name === 'ConditionalCheckFailedException';
}
