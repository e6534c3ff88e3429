/** Users in DynamoDB, with a counter of attempts by account and by network: four calls in three round trips. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

const count = (key, by) =>
  client.send(
    new UpdateCommand({
      TableName: process.env.PEER_ATTEMPTS_TABLE,
      Key: { counter: key },
      UpdateExpression: 'ADD attempts :by',
      ExpressionAttributeValues: { ':by': by },
    }),
  );

export const dynamodbStore = {
  async begin(username) {
    const [{ Item }] = await Promise.all([
      client.send(
        new GetCommand({ TableName: process.env.USERS_TABLE, Key: { username }, ConsistentRead: true }),
      ),
      count(`network ${username}`, 1),
    ]);
    await count(`account ${username}`, 1);
    return Item;
  },
  end: username => count(`account ${username}`, -1),
};
