/**
 * What kind of event the function was invoked with. Only requests of the HTTP API (payload 2.0) have a handler; anybody
 * with the permission to invoke the function can send anything else.
 */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** A request, a warm-up ping, or another kind with a name for the log. */
export type EventKind =
  | { readonly kind: 'request'; readonly event: APIGatewayProxyEventV2 }
  | { readonly kind: 'warm_up' }
  | { readonly kind: 'other'; readonly name: string };

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** Services whose events carry a list `Records`; their names are no content of the event. */
const recordSources = ['sqs', 'sns', 's3', 'dynamodb', 'kinesis', 'ses'];

function isRequest(event: Fields): boolean {
  const { version, routeKey, rawPath, requestContext, headers = {} } = event;
  const http = isObject(requestContext) ? requestContext['http'] : undefined;
  return (
    version === '2.0' &&
    typeof routeKey === 'string' &&
    typeof rawPath === 'string' &&
    isObject(headers) &&
    isObject(http) &&
    typeof http['sourceIp'] === 'string'
  );
}

/** A ping of serverless-plugin-warmup, or a schedule of EventBridge. */
function isWarmUp({ source, 'detail-type': detailType }: Fields): boolean {
  return (
    source === 'serverless-plugin-warmup' || (source === 'aws.events' && detailType === 'Scheduled Event')
  );
}

function recordsName(records: readonly unknown[]): string {
  const [first] = records;
  // SNS writes its name with a capital E.
  const source = isObject(first) ? (first['eventSource'] ?? first['EventSource']) : undefined;
  const name = recordSources.find(known => source === `aws:${known}`);
  return name === undefined ? 'a list of records' : `records of ${name}`;
}

function nameOf(event: Fields): string {
  const { requestContext, version, Records, routeKey } = event;
  const context = isObject(requestContext) ? requestContext : {};
  if (Array.isArray(event)) return 'a list';
  if (Array.isArray(Records)) return recordsName(Records);
  if ('elb' in context) return 'a request of a load balancer';
  if ('connectionId' in context) return 'a message of a WebSocket API';
  if (version === '1.0' || 'httpMethod' in event) return 'a request with payload 1.0';
  if (version === '2.0' || typeof routeKey === 'string') return 'a request without what payload 2.0 has';
  if ('detail-type' in event) return 'an event of EventBridge';
  return Object.keys(event).length === 0 ? 'an empty object' : 'an unknown object';
}

/** Tells the kind of an event. It reads names of fields, and never fails. */
export function eventKindOf(event: unknown): EventKind {
  if (!isObject(event)) return { kind: 'other', name: event === null ? 'null' : typeof event };
  // The check above is that of what the handlers read without a check of their own.
  if (isRequest(event)) return { kind: 'request', event: event as unknown as APIGatewayProxyEventV2 };
  return isWarmUp(event) ? { kind: 'warm_up' } : { kind: 'other', name: nameOf(event) };
}
