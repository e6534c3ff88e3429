/** Hono, with one user in memory. */
import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import { memoryStore } from './memory-store.js';
import { tokenFor } from './verify-user.js';

const app = new Hono();
app.post('/api/auth/signin', async context => {
  const { username, password } = await context.req.json();
  const token = await tokenFor(memoryStore, username, password);
  return token ? context.json({ token }) : context.body(null, 400);
});

export const handler = handle(app);
