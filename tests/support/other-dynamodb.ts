/** The other DynamoDB of `npm run test:other-dynamodb`: the one at `DYNAMODB_ENDPOINT`, or MiniStack's. */
import type { TestProject } from 'vitest/node';
import { startMinistack } from './ministack.ts';

/** Tells the tests where it is, and returns the function that ends it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const endpoint = process.env['DYNAMODB_ENDPOINT'];
  if (endpoint) {
    project.provide('otherDynamoDb', endpoint);
    return async () => {};
  }
  const ministack = await startMinistack({ region: 'local', checksPolicies: false });
  project.provide('otherDynamoDb', ministack.endpoint);
  return ministack.stop;
}
