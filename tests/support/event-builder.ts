/** Events as API Gateway sends them. */
import { readFileSync } from 'node:fs';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** A sample of `events/`. */
export function sampleEvent(name: string): APIGatewayProxyEventV2 {
  // tests/events/sample-events.test.ts checks the shape of the samples.
  return JSON.parse(readFileSync(`events/${name}.json`, 'utf8')) as APIGatewayProxyEventV2;
}

const template = sampleEvent('signin');

/** What a test changes in the event of a sign-in. */
export interface EventDetails {
  readonly headers?: Record<string, string>;
  readonly isBase64Encoded?: boolean;
  readonly sourceIp?: string;
  readonly cookies?: string[];
}

/** A sign-in with the given body text. */
export function eventWithBody(body: string | undefined, details: EventDetails = {}): APIGatewayProxyEventV2 {
  const { body: _, ...rest } = template;
  const { http } = template.requestContext;
  return {
    ...rest,
    headers: details.headers ?? template.headers,
    isBase64Encoded: details.isBase64Encoded ?? false,
    requestContext: {
      ...template.requestContext,
      http: { ...http, sourceIp: details.sourceIp ?? http.sourceIp },
    },
    ...(details.cookies === undefined ? {} : { cookies: details.cookies }),
    ...(body === undefined ? {} : { body }),
  };
}

/** A sign-in with the given fields. */
export function signInEvent(fields: unknown, details: EventDetails = {}): APIGatewayProxyEventV2 {
  return eventWithBody(JSON.stringify(fields), details);
}

/** A request to any route. */
export interface RouteEventDetails {
  readonly body?: unknown;
  /** For the `Authorization` header. */
  readonly token?: string;
  readonly id?: string;
  readonly query?: Record<string, string>;
}

/** A request to the route with this key. */
export function routeEvent(
  routeKey: string,
  { body, token, id, query }: RouteEventDetails = {},
): APIGatewayProxyEventV2 {
  const [method = '', path = ''] = routeKey.split(' ');
  const { http } = template.requestContext;
  const event = eventWithBody(body === undefined ? undefined : JSON.stringify(body), {
    headers: {
      ...template.headers,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
  });
  const rawPath = path.replace('{id}', id ?? '');
  return {
    ...event,
    routeKey,
    rawPath,
    requestContext: { ...event.requestContext, routeKey, http: { ...http, method, path: rawPath } },
    ...(id === undefined ? {} : { pathParameters: { id } }),
    ...(query === undefined ? {} : { queryStringParameters: query }),
  };
}
