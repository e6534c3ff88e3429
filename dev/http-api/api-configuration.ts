/** What `serverless.yml` says about the API and its function, as far as a laptop follows it. */

/** The part of the framework's service, resolved, that is read here. */
export interface Service {
  readonly provider: {
    readonly region: string;
    readonly memorySize: number;
    readonly timeout: number;
    readonly httpApi: { readonly cors?: Cors | false };
    environment: Record<string, string>;
  };
  readonly functions: Readonly<
    Record<string, { readonly name: string; handler: string; readonly events: readonly unknown[] }>
  >;
  readonly custom: { esbuild: Readonly<Record<string, unknown>> };
}

/** `provider.httpApi.cors`. */
export interface Cors {
  /** One `*` in an origin stands for any text. */
  readonly allowedOrigins: readonly string[];
  readonly allowedHeaders?: readonly string[];
  readonly allowedMethods?: readonly string[];
  readonly exposedResponseHeaders?: readonly string[];
  /** In seconds. */
  readonly maxAge?: number;
}

/** The API and its one function. */
export interface ApiConfiguration {
  /** Method and path, such as `DELETE /api/auth/sessions/{id}`. */
  readonly routeKeys: readonly string[];
  readonly cors: Cors | null;
  /** The function's name on AWS. */
  readonly functionName: string;
  /** Module and export, such as `handlers/auth.handler`. */
  readonly handler: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
}

/**
 * Reads the configuration of the API.
 * @throws if it has something that a laptop cannot follow
 */
export function readApiConfiguration({ functions, provider }: Service): ApiConfiguration {
  const [only, ...others] = Object.values(functions);
  if (only === undefined || others.length > 0) throw new Error('A laptop serves one function, no more.');
  const routeKeys = only.events.map(event => {
    const routeKey = (event as { readonly httpApi?: unknown }).httpApi;
    if (typeof routeKey !== 'string') throw new Error('A laptop wants events like `httpApi: POST /path`.');
    return routeKey;
  });
  return {
    routeKeys,
    cors: provider.httpApi.cors || null,
    functionName: only.name,
    handler: only.handler,
    timeoutMs: provider.timeout * 1000,
    memoryMb: provider.memorySize,
  };
}
