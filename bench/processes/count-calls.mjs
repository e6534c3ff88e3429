/** Counts this process's calls to DynamoDB, by what Node itself says of its requests. */
import { subscribe } from 'node:diagnostics_channel';

/**
 * Counts from now on. The result gives what there was since it was last called: the calls, and how many of them were
 * waited for one after the other, as the longest chain in which each begins after the answer to the one before.
 */
export function countCalls() {
  let calls = 0;
  let answeredDepth = 0;
  let deepest = 0;
  const depths = new WeakMap();
  subscribe('http.client.request.start', ({ request }) => {
    if (!String(request.getHeader('x-amz-target')).startsWith('DynamoDB')) return;
    calls += 1;
    deepest = Math.max(deepest, answeredDepth + 1);
    depths.set(request, answeredDepth + 1);
  });
  subscribe('http.client.response.finish', ({ request }) => {
    answeredDepth = Math.max(answeredDepth, depths.get(request) ?? 0);
  });
  return () => {
    const counted = { calls, roundTrips: deepest };
    [calls, answeredDepth, deepest] = [0, 0, 0];
    return counted;
  };
}
