/** Headers of a request. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** The value of the header with this lower-case name. API Gateway sends lower case, a saved event may not. */
export function headerOf(event: APIGatewayProxyEventV2, name: string): string | undefined {
  return Object.entries(event.headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
}
