/** How long DynamoDB has for one call. `time-budget.ts` bounds all calls of a request together. */

export const connectTimeoutMs = 500;

export const responseTimeoutMs = 1000;
