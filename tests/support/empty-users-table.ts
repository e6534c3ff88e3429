/** An empty users table for each test, where tests import the same names. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { beforeEach } from 'vitest';
import { tables } from './test-function.ts';

/** As many items as one call deletes. */
const pageSize = 25;

/** Removes all users before each test of this file, in few calls because some tests leave thousands. */
export function hookEmptyUsersTable(): void {
  beforeEach(async () => {
    const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
    const keys = { TableName: tables.USERS_TABLE, ProjectionExpression: 'username' };
    for await (const { Items = [] } of paginateScan({ client, pageSize }, keys)) {
      const deletions = Items.map(Key => ({ DeleteRequest: { Key } }));
      if (deletions.length === 0) continue;
      await client.send(new BatchWriteCommand({ RequestItems: { [tables.USERS_TABLE]: deletions } }));
    }
    client.destroy();
  });
}
