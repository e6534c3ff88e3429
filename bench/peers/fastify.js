/** Fastify, with one user in memory, called by its own `inject`. */
import Fastify from 'fastify';
import { memoryStore } from './memory-store.js';
import { tokenFor } from './verify-user.js';

const app = Fastify();
app.post('/api/auth/signin', async (request, reply) => {
  const { username, password } = request.body;
  const token = await tokenFor(memoryStore, username, password);
  return token ? { token } : reply.code(400).send();
});

export async function handler({ requestContext, rawPath, headers, body }) {
  const response = await app.inject({
    method: requestContext.http.method,
    url: rawPath,
    headers,
    payload: body,
  });
  return { statusCode: response.statusCode, body: response.body };
}
