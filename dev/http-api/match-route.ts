/** Finds the route of a request as an HTTP API does: to the letter. A slash at the end, another case and HEAD do not match. */

/** A route that fits. */
export interface MatchedRoute {
  readonly routeKey: string;
  /** Decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** The parameters if the path fits; null if it does not. A parameter is a whole segment and never empty. */
function parametersOf(pattern: string, path: string): Record<string, string> | null {
  const names = pattern.split('/');
  const segments = path.split('/');
  if (names.length !== segments.length) return null;
  const parameters: Record<string, string> = {};
  for (const [i, segment] of segments.entries()) {
    const name = /^\{(.+)\}$/.exec(names[i] ?? '')?.[1];
    if (name === undefined) {
      if (names[i] !== segment) return null;
      continue;
    }
    const value = decode(segment);
    if (value === null || value === '') return null;
    parameters[name] = value;
  }
  return parameters;
}

/** The route of a method and a path as it was sent; null if there is none. */
export function matchRoute(routeKeys: readonly string[], method: string, path: string): MatchedRoute | null {
  const matches = routeKeys.flatMap(routeKey => {
    const [routeMethod, pattern = ''] = routeKey.split(' ');
    const pathParameters = routeMethod === method ? parametersOf(pattern, path) : null;
    return pathParameters === null ? [] : [{ routeKey, pathParameters }];
  });
  // A route without parameters comes before one with.
  const exact = matches.find(({ pathParameters }) => Object.keys(pathParameters).length === 0);
  return exact ?? matches[0] ?? null;
}
