/** Public list prices in dollars, and the only place for them: each with its page, and a day on which it said so. */

/** A price. */
export interface Price {
  readonly dollars: number;
  readonly of: string;
  readonly page: string;
  /** The day of the newest public copy of that page that was found; all were looked up in November 2026. */
  readonly asOf: string;
}

const lambda = { page: 'https://aws.amazon.com/lambda/pricing/', asOf: '2026-05-11' };
const apiGateway = { page: 'https://aws.amazon.com/api-gateway/pricing/', asOf: '2026-09-20' };
const dynamodb = { page: 'https://aws.amazon.com/dynamodb/pricing/on-demand/', asOf: '2025-07-21' };
const cloudWatch = { page: 'https://aws.amazon.com/cloudwatch/pricing/', asOf: '2026-05-05' };
const secretsManager = { page: 'https://aws.amazon.com/secrets-manager/pricing/', asOf: '2026-09-20' };
const cognito = { page: 'https://aws.amazon.com/cognito/pricing/', asOf: '2026-09-20' };
const auth0 = { page: 'https://auth0.com/pricing', asOf: '2026-09-20' };

/** Of AWS in us-east-1, without free tiers and discounts for large amounts; and what others take for a user. */
export const prices = {
  functionGbSecond: { dollars: 0.0000133334, of: 'a GB-second of Lambda on arm64', ...lambda },
  invocations: { dollars: 0.2, of: 'a million invocations of Lambda', ...lambda },
  apiRequests: { dollars: 1, of: 'a million requests to an HTTP API', ...apiGateway },
  readUnits: { dollars: 0.125, of: 'a million read units of DynamoDB, on demand', ...dynamodb },
  writeUnits: { dollars: 0.625, of: 'a million write units of DynamoDB, on demand', ...dynamodb },
  logGb: { dollars: 0.5, of: 'a GB of logs to CloudWatch', ...cloudWatch },
  metric: { dollars: 0.3, of: 'a metric of our own, a month', ...cloudWatch },
  alarmMetric: { dollars: 0.1, of: 'a metric of an alarm, a month', ...cloudWatch },
  secret: { dollars: 0.4, of: 'a secret, a month', ...secretsManager },
  secretFetches: { dollars: 5, of: 'a million fetches of a secret', ...secretsManager },
  cognitoLite: { dollars: 0.0055, of: 'an active user of Cognito Lite, a month, after 10,000', ...cognito },
  cognitoEssentials: {
    dollars: 0.015,
    of: 'an active user of Cognito Essentials, a month, after 10,000',
    ...cognito,
  },
  auth0Essentials: {
    dollars: 35,
    of: 'Auth0 Essentials (B2C), a month, up to 500 active users',
    ...auth0,
  },
} as const satisfies Readonly<Record<string, Price>>;

/** How many active users a month are free of charge, of an account of AWS or a tenant of Auth0. */
export const freeUsers = { cognito: 10_000, auth0: 25_000 };

/**
 * How many Auth0 Essentials has for its price. A user more needs a larger plan, whose price its page shows on request.
 */
export const auth0EssentialsUsers = 500;

/** The memory of `serverless.yml`, in GB as Lambda charges it. */
const functionGb = 1769 / 1024;

/** What the answers of a while use. */
export interface Usage {
  readonly requests: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** For how long functions are held, in milliseconds. */
  readonly functionMs: number;
}

/** Of an answer: its own line of 0.7 kB, the lines that Lambda adds, and one in the access log of the API. */
export const logBytes = 1500;

/** What that costs, in dollars. */
export function dollarsOf({ requests, readUnits, writeUnits, functionMs }: Usage): number {
  const perMillion =
    requests * (prices.invocations.dollars + prices.apiRequests.dollars) +
    readUnits * prices.readUnits.dollars +
    writeUnits * prices.writeUnits.dollars;
  return (
    perMillion / 1e6 +
    (functionMs / 1000) * functionGb * prices.functionGbSecond.dollars +
    (requests * logBytes * prices.logGb.dollars) / 1e9
  );
}
