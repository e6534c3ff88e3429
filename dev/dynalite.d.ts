declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** The part of dynalite's options that is used here; without `path` it keeps everything in memory. */
  interface DynaliteOptions {
    readonly path?: string;
    readonly createTableMs?: number;
  }

  export default function dynalite(options?: DynaliteOptions): Server;
}
