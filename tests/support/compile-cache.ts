/** Node keeps the compiled code of packages for all processes of the tests, because most of them load the same ones. */
import { join } from 'node:path';

/** Before any other set-up, since processes inherit the environment. */
export function setup(): void {
  process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, '../../node_modules/.cache/compiled');
}
