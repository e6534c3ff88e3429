/** An embedded DynamoDB and a Secrets Manager that knows one secret, both over TLS and on this machine. */
import { once } from 'node:events';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { type Resources, startDatabase } from '../../dev/embedded-dynamodb.ts';
import type { Certificate } from './certificate.ts';

/** Where they are. */
export interface TlsServers {
  /** For whoever fills the tables; without TLS. */
  readonly plainEndpoint: string;
  readonly dynamodb: string;
  readonly secretsManager: string;
}

const endpointOf = (address: AddressInfo | string | null) =>
  `https://localhost:${typeof address === 'object' ? address?.port : address}`;

/** Starts both. They end with the process. */
export async function startTlsServers(
  resources: Resources,
  certificate: Certificate,
  secret: string,
): Promise<TlsServers> {
  const { endpoint: plainEndpoint } = await startDatabase(resources, { port: 0 });
  const { port } = new URL(plainEndpoint);
  const database = createTlsServer({ ...certificate, noDelay: true }, socket => {
    const upstream = connect({ host: 'localhost', port: Number(port), noDelay: true });
    socket.pipe(upstream).pipe(socket);
    socket.on('error', () => upstream.destroy());
    upstream.on('error', () => socket.destroy());
  }).listen(0, 'localhost');
  const secrets = createHttpsServer(certificate, (request, response) => {
    request.resume().once('end', () => {
      response
        .setHeader('content-type', 'application/x-amz-json-1.1')
        .end(JSON.stringify({ SecretString: secret }));
    });
  }).listen(0, 'localhost');
  await Promise.all([database, secrets].map(server => server.listening || once(server, 'listening')));
  return {
    plainEndpoint,
    dynamodb: endpointOf(database.address()),
    secretsManager: endpointOf(secrets.address()),
  };
}
