/**
 * The Lambda entry. Lambda waits for the top of a module before the first request, so the secret and the first
 * connections are there when it comes. `npm start` and `serverless invoke local` begin at `lambda/instance.ts`: they
 * load CommonJS, which cannot wait.
 */
import { handler } from './lambda/instance.ts';

await handler.prepare();

export { handler };
