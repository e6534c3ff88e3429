/** The condition that a whole row is as it was read or put, with its values as DynamoDB has them. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { userAttributes } from './user-attributes.ts';

/** A row as DynamoDB has it: JavaScript's numbers would change some. */
export type RawRow = Readonly<Record<string, AttributeValue>>;

/**
 * The parts of a write that has it. An attribute of ours that is missing has to be missing still. A list or a map only
 * has to be one still, see `is-as-read.ts`.
 */
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
  const missing = userAttributes
    .filter(name => !(name in row))
    .map((name, nth) => ({ name, key: `#m${nth}`, condition: `attribute_not_exists(#m${nth})` }));
  const all = [...attributes, ...missing];
  return {
    ConditionExpression: all.map(({ condition }) => condition).join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(all.map(({ key, name }) => [key, name])),
    ExpressionAttributeValues: Object.fromEntries(
      attributes.map(({ placeholder, value }) => [placeholder, value]),
    ),
  };
}
