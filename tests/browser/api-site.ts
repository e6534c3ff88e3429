/** Pages and the API under one origin, as behind CloudFront. It notes what browsers send to the API. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, request as sendTo } from 'node:http';

/** A request as it arrived. */
interface ArrivedRequest {
  readonly method: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** A running site. */
export interface ApiSite {
  readonly origin: string;
  /** The requests to the API since the last call. */
  takeRequests(): readonly ArrivedRequest[];
  stop(): Promise<void>;
}

/** Serves an empty page, and the API of `apiUrl` under `/api/`, on a free port and under a name of this machine. */
export async function startApiSite(host: string, apiUrl: string): Promise<ApiSite> {
  let requests: ArrivedRequest[] = [];
  const server = createServer((request, response) => {
    const { method, headers, url = '/' } = request;
    if (!url.startsWith('/api/')) {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>page</title>');
      return;
    }
    requests.push({ method, headers });
    const forwarded = sendTo(new URL(url, apiUrl), { method, headers }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    forwarded.on('error', () => response.destroy());
    request.pipe(forwarded);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return {
    origin: `http://${host}:${address.port}`,
    takeRequests() {
      const taken = requests;
      requests = [];
      return taken;
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
