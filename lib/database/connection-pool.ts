/**
 * The pool of kept connections. While Lambda freezes an instance, all of them can die unnoticed (a NAT gateway forgets an
 * idle connection after 350 s), and each repeat of a call would take the next dead one. So no connection is used after a
 * pause, and after a connection has failed, the idle ones are not trusted either.
 */
import type { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

/**
 * Not imported, because an import of an ES module reads all exports of `node:http`, and one of them loads undici: a tenth of
 * the processor's time of a start (docs/design.md, "The bundle").
 */
const http = process.getBuiltinModule('node:http');

/** Connections that have been idle for longer are closed. A new one takes a few milliseconds. */
const maxIdleMs = 5000;

/** Kept connections, for the SDK's request handler. */
export interface ConnectionPool {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
  /** Closes all connections that no call uses. */
  closeIdle(): void;
  /** To be called before the first call of a request: closes the idle connections after a pause. */
  requestStarts(nowEpochMs: number): void;
  /** To be called when a request has been answered. */
  requestEnds(nowEpochMs: number): void;
}

/** As many as the SDK's own pool has. */
const maxSockets = 50;

/** A pool without connections. */
export function createConnectionPool(): ConnectionPool {
  const httpAgent = new http.Agent({ keepAlive: true, maxSockets });
  const httpsAgent = new HttpsAgent({ keepAlive: true, maxSockets });
  let usedAtEpochMs = 0;

  function closeIdle(): void {
    for (const agent of [httpAgent, httpsAgent]) {
      for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy();
    }
  }

  return {
    httpAgent,
    httpsAgent,
    closeIdle,
    requestStarts(nowEpochMs) {
      // A clock that was set back tells nothing about the pause.
      const idleMs = nowEpochMs - usedAtEpochMs;
      if (idleMs < 0 || idleMs > maxIdleMs) closeIdle();
    },
    requestEnds(nowEpochMs) {
      usedAtEpochMs = nowEpochMs;
    },
  };
}
