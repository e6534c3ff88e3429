/** The condition that a whole row is as it was read or put, with its values as DynamoDB has them. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** A row as DynamoDB has it: JavaScript's numbers would change some. */
export type RawRow = Readonly<Record<string, AttributeValue>>;

/** The parts of a write that has it. A list or a map only has to be one still, see `is-as-read.ts`. */
export function isUnchanged(row: RawRow) {
  const attributes = Object.entries(row).map(([name, value], nth) => {
    const documentType = 'L' in value ? 'L' : 'M' in value ? 'M' : null;
    const [key, placeholder] = [`#a${nth}`, `:a${nth}`];
    return documentType === null
      ? { name, key, placeholder, value, condition: `${key} = ${placeholder}` }
      : {
          name,
          key,
          placeholder,
          value: { S: documentType },
          condition: `attribute_type(${key}, ${placeholder})`,
        };
  });
  return {
    ConditionExpression: attributes.map(({ condition }) => condition).join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(attributes.map(({ key, name }) => [key, name])),
    ExpressionAttributeValues: Object.fromEntries(
      attributes.map(({ placeholder, value }) => [placeholder, value]),
    ),
  };
}
